package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Counts parked rows by why they wait. */
@Command(
        name = "causes",
        description = "Counts the parked rows of a sync by table and reason.",
        mixinStandardHelpOptions = true)
final class ParkedCauses implements Callable<Integer> {
    private record Cause(String table, String code) implements Comparable<Cause> {
        @Override
        public int compareTo(Cause other) {
            int byTable = table.compareTo(other.table);
            return byTable == 0 ? code.compareTo(other.code) : byTable;
        }
    }

    private record Count(long rows, String reason) {}

    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Mixin private Remote remote = new Remote();

    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    String id = Syncs.id(server, sync);
                    Map<Cause, Count> counts = new TreeMap<>();
                    for (JsonNode row : new ParkedRows().find(server, id, Long.MAX_VALUE)) {
                        Cause cause = new Cause(Cells.of(row, "table"), Cells.of(row, "code"));
                        counts.merge(
                                cause,
                                new Count(1, Cells.of(row, "reason")),
                                (before, _) -> new Count(before.rows + 1, before.reason));
                    }
                    output.answer(node(id, counts), () -> tell(output, counts));
                    return Exit.OK;
                });
    }

    private static JsonNode node(String syncId, Map<Cause, Count> counts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("sync_id", syncId);
        ArrayNode causes = node.putArray("causes");
        counts.forEach(
                (cause, count) ->
                        causes.addObject()
                                .put("table", cause.table)
                                .put("code", cause.code)
                                .put("rows", count.rows)
                                .put("example", count.reason));
        return node;
    }

    private static void tell(Output output, Map<Cause, Count> counts) {
        if (counts.isEmpty()) {
            output.line("No row is parked.");
            return;
        }
        Table table =
                new Table(
                        Column.text("TABLE"),
                        Column.word("CODE"),
                        Column.number("ROWS"),
                        Column.text("FOR EXAMPLE"));
        counts.forEach(
                (cause, count) ->
                        table.row(cause.table, cause.code, Cells.number(count.rows), count.reason));
        output.table(table);
    }
}
