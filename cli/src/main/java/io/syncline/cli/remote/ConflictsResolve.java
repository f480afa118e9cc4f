package io.syncline.cli.remote;

import java.util.Locale;
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

/** Settles a conflict, or all that are like it. */
@Command(
        name = "resolve",
        description = {
            "Settles a conflict: with what ours has, what theirs has, or other values.",
            "Those values are read from a file or the input, never from the command's words: other"
                    + " users of the machine see those."
        },
        mixinStandardHelpOptions = true)
final class ConflictsResolve implements Callable<Integer> {
    private enum Choice {
        OURS,
        THEIRS,
        MERGE,
        SKIP
    }

    @Parameters(paramLabel = "ID", description = "The conflict's id, as the list has it.")
    private String id = "";

    /** What decides. */
    private static final class How {
        @Option(
                names = "--take",
                paramLabel = "CHOICE",
                description =
                        "ours, theirs, merge (the values of --file, else what the rules propose),"
                                + " or skip, which leaves it open.")
        private @Nullable Choice choice;

        @Option(
                names = "--strategy",
                paramLabel = "WORD",
                description = "A strategy of the merge rules, such as last_write_wins.")
        private @Nullable String strategy;

        String word() {
            return choice == null
                    ? String.valueOf(strategy)
                    : choice.name().toLowerCase(Locale.ROOT);
        }
    }

    @ArgGroup(multiplicity = "1")
    private How how = new How();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description =
                    "JSON or YAML with the fields as both ends are to have them; - for the"
                            + " input.")
    private @Nullable String file;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stays in the history.")
    private String reason = "";

    @Option(
            names = "--if-match",
            paramLabel = "ETAG",
            description = "The etag of what you were shown; else it is shown now and asked for.")
    private @Nullable String tag;

    @Option(
            names = "--alike",
            description = "All that wait of the same kinds about the same fields.")
    private boolean alike;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(how.choice == null ? "strategy" : "choice", how.word()).put("reason", reason);
        if (file != null) {
            body.set("values", Body.read(file));
        }
        return remote.ask((server, output) -> resolve(server, output, body));
    }

    private int resolve(Server server, Output output, ObjectNode body) {
        if (tag == null) {
            JsonNode whole = server.get(ConflictsShow.path(id));
            body.put("if_match", whole.path("etag").asString());
            if (!yes && output.forPeople()) {
                new SideBySide(output, whole).tell();
            }
            Asking.agree(yes, "Take " + how.word() + "?");
        } else {
            body.put("if_match", tag);
        }
        if (alike) {
            return resolveAlike(server, output, body);
        }
        JsonNode answer = server.post(ConflictsShow.path(id) + "/resolve", body);
        output.answer(
                answer,
                () -> {
                    output.line(id + " is " + Cells.of(answer, "status").replace('_', ' ') + ".");
                    if (answer.path("version").isNumber()) {
                        output.line(
                                "Take it back with: syncline conflicts undo %s %s %s --of %s"
                                        .formatted(
                                                id.substring(0, Math.max(0, id.lastIndexOf('.'))),
                                                Cells.of(answer, "table"),
                                                Cells.of(answer, "key").replace(", ", " "),
                                                Cells.of(answer, "version")));
                    }
                });
        return Exit.OK;
    }

    private int resolveAlike(Server server, Output output, ObjectNode body) {
        body.put("like", id).put("dry_run", true);
        String path = ConflictsCommand.PATH + "/resolve";
        long count = server.post(path, body).path("alike").asLong();
        Asking.agree(yes, "Take " + how.word() + " for " + count + " rows alike?");
        JsonNode answer = server.post(path, body.put("dry_run", false));
        output.answer(
                answer,
                () ->
                        output.line(
                                "%s decided, %s changed meanwhile, %s refused."
                                        .formatted(
                                                Cells.of(answer, "done"),
                                                Cells.of(answer, "stale"),
                                                Cells.of(answer, "refused"))));
        boolean all = answer.path("done").asLong() + answer.path("proposed").asLong() == count;
        return all ? Exit.OK : Exit.FAILED;
    }
}
