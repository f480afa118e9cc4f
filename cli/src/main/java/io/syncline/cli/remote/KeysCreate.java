package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes an API key. */
@Command(
        name = "create",
        description = {
            "Makes an API key; it is told this once.",
            "The key stands in a line of its own, so that it can go into a file or a vault."
        },
        mixinStandardHelpOptions = true)
public final class KeysCreate implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Who it lets in.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            description = "What it allows: viewer, reviewer, operator or admin.")
    private String role = "";

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            description = "How long it is good, such as 12h or 90d; else until it is revoked.")
    private @Nullable String life;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name).put("role", role);
        if (life != null) {
            body.put("expires_in", life);
        }
        return remote.ask(
                (server, output) -> {
                    JsonNode made = server.post(KeysList.PATH, body);
                    output.answer(made, () -> tell(output, made));
                    return Exit.OK;
                });
    }

    private static void tell(Output output, JsonNode made) {
        String end = Cells.time(made, "expires_at");
        output.line(Cells.of(made, "key"));
        output.line(
                "For %s (%s), %s. Nobody can tell it again."
                        .formatted(
                                Cells.of(made, "name"),
                                Cells.of(made, "role"),
                                end.equals(Cells.NONE)
                                        ? "until it is revoked"
                                        : "until " + end + " UTC"));
    }
}
