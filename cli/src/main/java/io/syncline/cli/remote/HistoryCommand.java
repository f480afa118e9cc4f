package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows how a row came to be as it is. */
@Command(
        name = "history",
        description = "Shows the versions of a row of a two-way sync, latest first.",
        mixinStandardHelpOptions = true)
public final class HistoryCommand implements Callable<Integer> {
    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "How many at most. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Mixin private RowPlace row = new RowPlace();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Failure.of(Exit.USAGE, "--limit is at least 1.");
        }
        return remote.ask(
                (server, output) -> {
                    JsonNode answer = server.get(row.query(server, "") + "&limit=" + limit);
                    output.answer(answer, () -> tell(output, answer));
                    return Exit.OK;
                });
    }

    private static void tell(Output output, JsonNode answer) {
        Table table =
                new Table(
                        Column.number("VERSION"),
                        Column.word("AT"),
                        Column.text("BY"),
                        Column.text("WHAT"),
                        Column.text("REASON"));
        for (JsonNode version : answer.path("versions")) {
            table.row(
                    Cells.of(version, "version"),
                    Cells.time(version, "at"),
                    Cells.of(version, "by"),
                    what(version),
                    Cells.of(version.path("deed"), "reason"));
        }
        output.table(table);
    }

    private static String what(JsonNode version) {
        StringJoiner told = new StringJoiner(", ");
        String deed = Cells.of(version.path("deed"), "kind");
        if (!deed.equals(Cells.NONE)) {
            told.add(deed.replace('_', ' '));
        }
        for (JsonNode step : version.path("steps")) {
            String field = step.path("field").asString();
            told.add(
                    (field.isEmpty() ? "the row" : Cells.plain(field))
                            + ": "
                            + (step.path("masked").asBoolean()
                                    ? "(masked)"
                                    : Cells.of(step, "before") + " → " + Cells.of(step, "after")));
        }
        for (String end : List.of("ours", "theirs")) {
            String who = Cells.of(version.path("edited_by"), end);
            if (!who.equals(Cells.NONE)) {
                told.add(end + " edited by " + who);
            }
        }
        String open = Cells.of(version, "open");
        if (!open.equals(Cells.NONE)) {
            told.add("open: " + open);
        }
        return told.length() == 0 ? Cells.NONE : told.toString();
    }
}
