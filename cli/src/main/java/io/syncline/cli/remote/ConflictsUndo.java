package io.syncline.cli.remote;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes a decision back. */
@Command(
        name = "undo",
        description = "Takes back what a version of a row decided, as a new version.",
        mixinStandardHelpOptions = true)
final class ConflictsUndo implements Callable<Integer> {
    private enum To {
        BEFORE,
        OURS,
        THEIRS
    }

    @Option(
            names = "--of",
            paramLabel = "NUMBER",
            required = true,
            description = "The version, as syncline history shows it.")
    private long version;

    @Option(
            names = "--to",
            paramLabel = "WHOSE",
            defaultValue = "before",
            description =
                    "Whose values come back: before, ours or theirs. Default: ${DEFAULT-VALUE}")
    private To to = To.BEFORE;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stays in the history.")
    private String reason = "";

    @Option(names = "--force", description = "Also if somebody has changed the fields since.")
    private boolean force;

    @Mixin private RowPlace row = new RowPlace();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    ObjectNode body =
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("table", row.table())
                                    .put("version", version)
                                    .put("to", to.name().toLowerCase(Locale.ROOT))
                                    .put("reason", reason)
                                    .put("force", force);
                    body.set("key", row.key());
                    JsonNode answer = server.post(row.path(server) + "/undo", body);
                    output.answer(
                            answer,
                            () ->
                                    output.line(
                                            "Version "
                                                    + version
                                                    + " is undone: the row is at version "
                                                    + Cells.of(answer, "version")
                                                    + "."));
                    return Exit.OK;
                });
    }
}
