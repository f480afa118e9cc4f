package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Which rows are in the way of one that an end refuses, as a person reads it.
 *
 * @param output where it is told
 * @param whole the conflict as the server said it
 */
record InTheWay(Output output, JsonNode whole) {
    void tell() {
        for (JsonNode end : whole.path("in_the_way")) {
            String name = Cells.of(end, "end");
            if (end.path("refused").isString()) {
                output.line(
                        "Which row is in the way at %s is not known: %s"
                                .formatted(name, Cells.of(end, "refused")));
                continue;
            }
            for (JsonNode row : end.path("rows")) {
                row(name, end, row);
            }
            if (!end.path("unasked").isEmpty()) {
                output.line(
                        "Whether a row is in the way by %s at %s cannot be told."
                                .formatted(Cells.of(end, "unasked"), name));
            } else if (end.path("rows").isEmpty()) {
                output.line(
                        "At %s nothing is in the way any more; it is tried again by itself."
                                .formatted(name));
            }
        }
    }

    private void row(String name, JsonNode end, JsonNode row) {
        String key = Cells.of(row, "key");
        String here = row.has("key_at_source") ? Cells.of(row, "key_at_source") : key;
        String also =
                here.equals(key)
                        ? ""
                        : " (%s at %s)".formatted(here, Cells.of(whole.path("ours"), "name"));
        output.line("");
        output.line(
                "In the way at %s is %s %s%s, which has the same %s%s."
                        .formatted(
                                name,
                                Cells.of(row, "table"),
                                key,
                                also,
                                Cells.of(row, "fields"),
                                row.path("outside").asBoolean()
                                        ? " and is none of this sync's rows"
                                        : ""));
        values(end, row);
        String conflict = Cells.of(row, "conflict_id");
        if (!conflict.equals(Cells.NONE)) {
            output.line("It waits for a decision too: syncline conflicts show " + conflict);
        }
    }

    private void values(JsonNode end, JsonNode row) {
        if (!row.path("values").isObject()) {
            return;
        }
        Table table =
                new Table(
                        Column.text("FIELD"),
                        Column.text("THE ROW THAT WAITS"),
                        Column.text("THE ROW IN THE WAY"));
        Set<String> fields = new LinkedHashSet<>(row.path("values").propertyNames());
        fields.addAll(end.path("wanted").propertyNames());
        for (String field : fields) {
            table.row(
                    Cells.plain(field),
                    Cells.of(end.path("wanted"), field),
                    Cells.of(row.path("values"), field));
        }
        Set<String> same = new TreeSet<>();
        row.path("fields").forEach(each -> same.add(each.asString()));
        for (JsonNode field : row.path("masked")) {
            String told = same.contains(field.asString()) ? "(the same)" : "(masked)";
            table.row(Cells.plain(field.asString()), told, told);
        }
        output.table(table);
    }
}
