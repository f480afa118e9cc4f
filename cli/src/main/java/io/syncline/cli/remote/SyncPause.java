package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Stops a sync for a while. */
@Command(
        name = "pause",
        description = "Stops a sync so that it can go on where it was.",
        mixinStandardHelpOptions = true)
final class SyncPause implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    String id = Syncs.id(server, sync);
                    JsonNode summary = server.post(Syncs.ALL + "/" + id + "/pause", null);
                    output.answer(
                            summary,
                            () ->
                                    output.line(
                                            Cells.of(summary, "name")
                                                    + " has stopped: "
                                                    + Cells.of(summary, "status")
                                                    + "."));
                    return Exit.OK;
                });
    }
}
