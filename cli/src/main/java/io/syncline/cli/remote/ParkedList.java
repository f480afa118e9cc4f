package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lists parked rows. */
@Command(
        name = "list",
        description = "Lists the parked rows of a sync, oldest first.",
        mixinStandardHelpOptions = true)
final class ParkedList implements Callable<Integer> {
    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "How many at most. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Mixin private ParkedRows rows = new ParkedRows();
    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Failure.of(Exit.USAGE, "--limit is at least 1.");
        }
        return remote.ask(
                (server, output) -> {
                    String id = Syncs.id(server, sync);
                    List<JsonNode> found = rows.find(server, id, limit);
                    ArrayNode all = JsonNodeFactory.instance.arrayNode();
                    found.forEach(all::add);
                    JsonNode answer =
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("sync_id", id)
                                    .set("parked", all);
                    output.answer(answer, () -> tell(output, found));
                    return Exit.OK;
                });
    }

    private void tell(Output output, List<JsonNode> found) {
        if (found.isEmpty()) {
            output.line(rows.narrowed() ? "No such row is parked." : "No row is parked.");
            return;
        }
        Table table =
                new Table(
                        Column.number("ID"),
                        Column.text("TABLE"),
                        Column.text("KEY"),
                        Column.word("CODE"),
                        Column.word("PARKED AT"),
                        Column.text("REASON"));
        for (JsonNode row : found) {
            table.row(
                    Cells.of(row, "id"),
                    Cells.of(row, "table"),
                    Cells.of(row, "key"),
                    Cells.of(row, "code"),
                    Cells.time(row, "parked_at"),
                    Cells.of(row, "reason"));
        }
        output.table(table);
        if (found.size() == limit) {
            output.line("There may be more: --limit shows more of them.");
        }
    }
}
