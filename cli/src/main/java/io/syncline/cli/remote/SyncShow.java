package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one sync whole. */
@Command(
        name = "show",
        description = "Shows a sync with its whole configuration, without secrets.",
        mixinStandardHelpOptions = true)
final class SyncShow implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    output.node(server.get(Syncs.ALL + "/" + Syncs.id(server, sync)));
                    return Exit.OK;
                });
    }
}
