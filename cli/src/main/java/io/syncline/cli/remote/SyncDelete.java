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

    @Option(
            names = "--force",
            description =
                    "Also where an end does not answer; what is left there is told, and left to the"
                            + " doctor.")
    private boolean force;

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
                    JsonNode gone =
                            server.delete(Syncs.ALL + "/" + id + (force ? "?force=true" : ""));
                    output.answer(gone, () -> tell(output, gone));
                    return Exit.OK;
                });
    }

    private void tell(Output output, JsonNode gone) {
        output.line(Cells.plain(sync) + " is deleted.");
        for (JsonNode left : gone.path("left_behind").values()) {
            output.line(
                    "  Left behind at "
                            + Cells.of(left, "endpoint")
                            + ": "
                            + Cells.of(left, "reason"));
        }
        if (!gone.path("left_behind").isEmpty()) {
            output.line("Next, when it answers: syncline doctor --fix");
        }
    }
}
