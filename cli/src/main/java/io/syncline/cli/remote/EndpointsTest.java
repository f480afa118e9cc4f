package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tries a connection. */
@Command(
        name = "test",
        description = {
            "Tries a connection: whether it answers, how fast, and what it can be used for.",
            "Exits 0 when it answers, 1 when it does not."
        },
        mixinStandardHelpOptions = true)
final class EndpointsTest implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Of an endpoint that is kept.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "One that is not kept: JSON or YAML; - for the input.")
    private @Nullable String file;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        if ((name == null) == (file == null)) {
            throw Failure.of(Exit.USAGE, "Name an endpoint that is kept, or say --file.");
        }
        String path =
                name == null
                        ? EndpointsCommand.PATH + "/test"
                        : EndpointsCommand.path(name) + "/test";
        JsonNode body = file == null ? null : Body.read(file);
        return remote.ask(
                (server, output) -> {
                    JsonNode tried = server.post(path, body);
                    output.answer(tried, () -> tell(output, tried));
                    return tried.path("answers").asBoolean() ? Exit.OK : Exit.FAILED;
                });
    }

    private static void tell(Output output, JsonNode tried) {
        boolean answers = tried.path("answers").asBoolean();
        output.line(
                (answers ? "It answers: " : "It does not answer: ") + Cells.of(tried, "version"));
        if (answers) {
            output.line(
                    "  source %s, destination %s, verification %s; %s tables"
                            .formatted(
                                    can(tried, "source"),
                                    can(tried, "destination"),
                                    can(tried, "verify"),
                                    Cells.of(tried, "tables")));
            StringBuilder took = new StringBuilder();
            tried.path("took_ms")
                    .properties()
                    .forEach(
                            step ->
                                    took.append(took.isEmpty() ? "  " : ", ")
                                            .append(step.getKey().replace('_', ' '))
                                            .append(' ')
                                            .append(step.getValue().asString())
                                            .append(" ms"));
            output.line(took.toString());
        }
        Findings.tell(output, tried.path("findings"));
    }

    private static String can(JsonNode tried, String role) {
        return tried.path("can").path(role).asBoolean() ? "yes" : "no";
    }
}
