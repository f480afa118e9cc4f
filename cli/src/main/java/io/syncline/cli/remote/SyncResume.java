package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lets a sync go on. */
@Command(
        name = "resume",
        description = "Lets a paused or failed sync go on.",
        mixinStandardHelpOptions = true)
final class SyncResume implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    String id = Syncs.id(server, sync);
                    JsonNode summary = server.post(Syncs.ALL + "/" + id + "/resume", null);
                    output.answer(
                            summary,
                            () ->
                                    output.line(
                                            Cells.of(summary, "name")
                                                    + " goes on: "
                                                    + Cells.of(summary, "status")
                                                    + "."));
                    return Exit.OK;
                });
    }
}
