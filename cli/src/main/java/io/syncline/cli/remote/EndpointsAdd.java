package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Keeps an endpoint under a name. */
@Command(
        name = "add",
        description = {
            "Keeps an endpoint under a name, or changes it; the syncs that run with it are opened"
                    + " anew.",
            "Its connection is read from a file or the input, never from the command's words:"
                    + " other users of the machine see those."
        },
        mixinStandardHelpOptions = true)
final class EndpointsAdd implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What configurations will call it.")
    private String name = "";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "JSON or YAML with connection and other settings; - for the input.")
    private String file = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        String path = EndpointsCommand.path(name);
        JsonNode body = Body.read(file);
        return remote.ask(
                (server, output) -> {
                    JsonNode kept = server.put(path, body);
                    output.answer(
                            kept,
                            () -> {
                                output.line(
                                        name
                                                + " is kept: "
                                                + Cells.of(kept, "type")
                                                + " at "
                                                + Cells.of(kept, "host"));
                                if (!kept.path("restarted").isEmpty()) {
                                    output.line("Opened anew: " + Cells.of(kept, "restarted"));
                                }
                            });
                    return Exit.OK;
                });
    }
}
