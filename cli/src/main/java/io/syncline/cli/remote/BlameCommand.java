package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows who or what gave a row's fields their values. */
@Command(
        name = "blame",
        description = "Shows who or what gave each field of a row of a two-way sync its value.",
        mixinStandardHelpOptions = true)
public final class BlameCommand implements Callable<Integer> {
    @Option(names = "--field", paramLabel = "FIELD", description = "Only this one.")
    private @Nullable String field;

    @Mixin private RowPlace row = new RowPlace();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    JsonNode answer =
                            server.get(
                                    row.query(server, "/blame")
                                            + ConflictsList.asked("field", field));
                    output.answer(answer, () -> tell(output, answer));
                    return Exit.OK;
                });
    }

    /** The end a value comes from, and who edited it there. */
    private static String from(JsonNode given) {
        String origin = Cells.of(given.path("step"), "origin");
        String who = Cells.of(given.path("edited_by"), origin);
        return who.equals(Cells.NONE) ? origin : origin + ", " + who;
    }

    private static void tell(Output output, JsonNode answer) {
        Table table =
                new Table(
                        Column.text("FIELD"),
                        Column.text("VALUE"),
                        Column.number("VERSION"),
                        Column.word("AT"),
                        Column.text("BY"),
                        Column.text("FROM"),
                        Column.text("RULE"));
        for (JsonNode each : answer.path("fields")) {
            JsonNode given = each.path("given");
            JsonNode step = given.path("step");
            table.row(
                    Cells.of(each, "name"),
                    step.path("masked").asBoolean() ? "(masked)" : Cells.of(step, "after"),
                    Cells.of(given, "version"),
                    Cells.time(given, "at"),
                    Cells.of(given, "by"),
                    from(given),
                    Cells.of(step, "rule"));
        }
        output.table(table);
    }
}
