package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Forgets an endpoint. */
@Command(
        name = "remove",
        description = "Forgets an endpoint that no sync uses; nothing changes at its database.",
        mixinStandardHelpOptions = true)
final class EndpointsRemove implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        String path = EndpointsCommand.path(name);
        return remote.ask(
                (server, output) -> {
                    JsonNode gone = server.delete(path);
                    output.answer(gone, () -> output.line(name + " is forgotten."));
                    return Exit.OK;
                });
    }
}
