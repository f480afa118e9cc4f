package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lists conflicts. */
@Command(
        name = "list",
        description = "Lists the rows that wait for a person, longest first within each sync.",
        mixinStandardHelpOptions = true)
final class ConflictsList implements Callable<Integer> {
    private static final int PAGE_MAX = 1000;

    @Parameters(
            paramLabel = "SYNC",
            arity = "0..1",
            description = "Only of the sync of this name or id.")
    private @Nullable String sync;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only rows of this table.")
    private @Nullable String table;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only of this kind, such as concurrent_update.")
    private @Nullable String kind;

    @Option(
            names = "--field",
            paramLabel = "FIELD",
            description = "Only with a conflict about this field.")
    private @Nullable String field;

    @Option(
            names = "--assignee",
            paramLabel = "NAME",
            description = "Only what this one is to decide: a name, or role:reviewer.")
    private @Nullable String assignee;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "How many at most. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        if (limit < 1 || limit > PAGE_MAX) {
            throw Failure.of(Exit.USAGE, "--limit is from 1 to " + PAGE_MAX + ".");
        }
        return remote.ask(
                (server, output) -> {
                    String query =
                            ConflictsCommand.PATH
                                    + "?limit="
                                    + limit
                                    + asked("sync_id", sync == null ? null : Syncs.id(server, sync))
                                    + asked("collection", table)
                                    + asked("kind", kind)
                                    + asked("field", field)
                                    + asked("assignee", assignee);
                    JsonNode answer = server.get(query);
                    output.answer(answer, () -> tell(output, answer));
                    return Exit.OK;
                });
    }

    /** A part of a query; nothing of null. */
    static String asked(String name, @Nullable String value) {
        return value == null
                ? ""
                : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void tell(Output output, JsonNode answer) {
        long total = answer.path("total").asLong();
        if (total == 0) {
            output.line("No row waits for a person.");
            return;
        }
        Table rows =
                new Table(
                        Column.word("ID"),
                        Column.text("TABLE"),
                        Column.text("KEY"),
                        Column.text("FIELDS"),
                        Column.text("KINDS"),
                        Column.word("STATE"),
                        Column.text("FOR"),
                        Column.word("SINCE"));
        for (JsonNode each : answer.path("conflicts")) {
            rows.row(
                    Cells.of(each, "conflict_id"),
                    Cells.of(each, "table"),
                    Cells.of(each, "key"),
                    Cells.of(each, "conflicting_fields"),
                    Cells.of(each, "kinds"),
                    Cells.of(each, "state"),
                    Cells.of(each, "assigned_to"),
                    Cells.time(each, "since"));
        }
        output.table(rows);
        int shown = answer.path("conflicts").size();
        output.line(
                shown < total
                        ? shown + " of " + Cells.number(total) + ": --limit shows more of them."
                        : "Look at one with: syncline conflicts show ID");
    }
}
