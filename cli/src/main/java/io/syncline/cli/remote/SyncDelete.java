package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Removes a sync and everything it made. */
@Command(
        name = "delete",
        description = {
            "Ends a sync and removes everything it made: slots, publications, checkpoints.",
            "The rows at the destinations stay."
        },
        mixinStandardHelpOptions = true)
final class SyncDelete implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    String id = Syncs.id(server, sync);
                    Asking.agree(
                            yes,
                            "Delete the sync "
                                    + Cells.plain(sync)
                                    + "? The rows at its destinations stay.");
                    JsonNode gone = server.delete(Syncs.ALL + "/" + id);
                    output.answer(gone, () -> output.line(Cells.plain(sync) + " is deleted."));
                    return Exit.OK;
                });
    }
}
