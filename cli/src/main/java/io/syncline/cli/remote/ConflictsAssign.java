package io.syncline.cli.remote;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says who is to decide a conflict. */
@Command(
        name = "assign",
        description = "Says who is to decide a conflict, and until when.",
        mixinStandardHelpOptions = true)
final class ConflictsAssign implements Callable<Integer> {
    /** Somebody, or nobody. */
    private static final class Whom {
        @Option(
                names = "--to",
                paramLabel = "NAME",
                description = "A person's or a key's name, or role:reviewer.")
        private @Nullable String to;

        @Option(names = "--nobody", description = "Nobody by name.")
        private boolean nobody;
    }

    @Parameters(paramLabel = "ID", description = "The conflict's id, as the list has it.")
    private String id = "";

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(
            names = "--within",
            paramLabel = "TIME",
            description = "Such as 2h: after that it has waited too long.")
    private @Nullable String within;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stays in the history.")
    private String reason = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason);
        body.put("to", whom.nobody ? null : whom.to);
        if (within != null) {
            body.put("within", within);
        }
        return remote.ask(
                (server, output) -> {
                    JsonNode answer = server.post(ConflictsShow.path(id) + "/assign", body);
                    output.answer(
                            answer,
                            () ->
                                    output.line(
                                            "%s is for %s, due: %s."
                                                    .formatted(
                                                            id,
                                                            Cells.of(answer, "assigned_to"),
                                                            Cells.time(answer, "due_at"))));
                    return Exit.OK;
                });
    }
}
