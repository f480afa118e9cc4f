package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes back all that a run, or a span of time, has agreed on. */
@Command(
        name = "run",
        description = {
            "Takes back all that a run of a two-way sync has agreed on, or a span of time.",
            "Rows that were changed since are left alone, and so are rows that would be deleted."
        },
        mixinStandardHelpOptions = true)
final class RollbackRun implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SYNC", description = "The sync's name or id.")
    private String sync = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "EXECUTION",
            description = "The run's id; else --from.")
    private @Nullable String execution;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "When the span begins, such as 2026-03-01T12:00:00Z.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends. Without it: now.")
    private @Nullable String until;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only rows of this table.")
    private @Nullable String table;

    @Option(
            names = "--deletes",
            description = "Also rows that were not agreed on before: they are deleted.")
    private boolean deletes;

    @Option(names = "--force", description = "Also rows that were changed since.")
    private boolean force;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stays in the history.")
    private String reason = "";

    @Option(names = "--dry-run", description = "Only count.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        if ((execution == null) == (from == null) || execution != null && until != null) {
            throw Failure.of(Exit.USAGE, "Name a run, or a span of time by --from and --until.");
        }
        return remote.ask(this::rollback);
    }

    private int rollback(Server server, Output output) {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("deletes", deletes)
                        .put("force", force)
                        .put("reason", reason)
                        .put("dry_run", true);
        put(body, "execution_id", execution);
        put(body, "from", from);
        put(body, "until", until);
        put(body, "table", table);
        String path = Syncs.ALL + "/history/" + Syncs.id(server, sync) + "/rollback/span";
        JsonNode would = server.post(path, body);
        if (dryRun) {
            output.answer(would, () -> tell(output, would, "would be"));
            return Exit.OK;
        }
        if (!yes && output.forPeople()) {
            tell(output, would, "would be");
        }
        Asking.agree(yes, "Roll " + Cells.of(would, "restored") + " rows back?");
        JsonNode answer = server.post(path, body.put("dry_run", false));
        output.answer(answer, () -> tell(output, answer, "are"));
        return answer.path("unknown").asLong() == 0 ? Exit.OK : Exit.FAILED;
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static void tell(Output output, JsonNode answer, String are) {
        output.line(
                "%s of %s rows %s what they were before."
                        .formatted(Cells.of(answer, "restored"), Cells.of(answer, "rows"), are));
        if (answer.path("left_alone").isEmpty()) {
            return;
        }
        Table left =
                new Table(Column.text("LEFT ALONE"), Column.text("KEY"), Column.text("BECAUSE"));
        for (JsonNode each : answer.path("left_alone")) {
            String because = Cells.of(each, "because");
            left.row(
                    Cells.of(each, "table"),
                    Cells.of(each, "key"),
                    because.equals(Cells.NONE) ? Cells.of(each, "why").replace('_', ' ') : because);
        }
        output.table(left);
    }
}
