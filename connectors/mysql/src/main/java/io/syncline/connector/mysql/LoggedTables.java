package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Completes what the binary log says of a table by what the catalog says: which texts are documents
 * and which numbers are truths, what is generated. The catalog may be ahead of the log, so the
 * log's columns count, and what was known of a column before counts where the catalog has it no
 * more. Used by one thread.
 */
final class LoggedTables {
    private final Supplier<Map<String, Table>> catalog;
    private final Map<String, Table> now = new HashMap<>();
    private final Map<String, Map<String, Column>> known = new HashMap<>();

    /** Reads the catalog when it has to. */
    LoggedTables(Supplier<Map<String, Table>> catalog) {
        this.catalog = catalog;
    }

    /** The tables may have changed. */
    void reread() {
        now.forEach(
                (name, table) ->
                        table.columns()
                                .forEach(
                                        column ->
                                                known.computeIfAbsent(name, _ -> new HashMap<>())
                                                        .put(column.name(), column)));
        now.clear();
        now.putAll(catalog.get());
    }

    /** The layout that the catalog has now, or null if there is no such table. */
    @Nullable Layout layout(String name) {
        Table table = now.get(name);
        return table == null ? null : table.layout();
    }

    /**
     * The table as its rows come.
     *
     * @throws EndpointException HISTORY_LOST if the log does not say enough and nobody knows any
     *     more, MISCONFIGURED if a column cannot be read
     */
    LoggedTable describe(TableMap map) {
        List<String> names = map.names();
        if (names == null) {
            throw new EndpointException(
                    Kind.HISTORY_LOST,
                    Code.ROW_METADATA,
                    "The binary log does not name the columns of "
                            + map.table()
                            + ": binlog_row_metadata was not FULL");
        }
        if (now.isEmpty() || !fits(map, names)) {
            reread();
        }
        Table live = now.get(map.table());
        List<Column> columns = new ArrayList<>();
        List<@Nullable LoggedColumn> logged = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Column column = column(map, i, names.get(i), live);
            columns.add(column);
            logged.add(column.generated() ? null : LoggedColumn.of(map.types().get(i), column));
        }
        Table described =
                new Table(
                        map.table(),
                        live == null ? "" : live.engine(),
                        live == null ? -1 : live.rows(),
                        columns,
                        indexes(map, names, live),
                        List.of(),
                        List.of(),
                        0,
                        false);
        return new LoggedTable(described.layout(), map.types(), logged);
    }

    private boolean fits(TableMap map, List<String> names) {
        Table live = now.get(map.table());
        for (int i = 0; i < names.size(); i++) {
            Column column = live == null ? null : live.column(names.get(i));
            if (column == null || !map.types().get(i).fits(column)) {
                return false;
            }
        }
        return true;
    }

    private Column column(TableMap map, int index, String name, @Nullable Table live) {
        LoggedType type = map.types().get(index);
        Column column = live == null ? null : live.column(name);
        if (column == null || !type.fits(column)) {
            column = known.getOrDefault(map.table(), Map.of()).get(name);
        }
        if (column == null || !type.fits(column)) {
            column = PlainColumns.of(name, type, map.nullable().get(index));
        }
        if (column == null) {
            throw new EndpointException(
                    Kind.HISTORY_LOST,
                    Code.LAYOUT_UNKNOWN,
                    "The table "
                            + map.table()
                            + " has changed since rows of it were logged, and the log does not say"
                            + " what its column "
                            + name
                            + " was");
        }
        return column;
    }

    /** The key is the log's; of other indexes the log says nothing. */
    private static List<Table.Index> indexes(
            TableMap map, List<String> names, @Nullable Table live) {
        List<Table.Index> indexes = new ArrayList<>();
        List<Integer> key = map.key();
        if (key != null) {
            List<String> columns = key.stream().map(names::get).toList();
            indexes.add(new Table.Index(Table.PRIMARY, true, columns, false));
        }
        if (live != null) {
            live.indexes().stream()
                    .filter(index -> !index.name().equals(Table.PRIMARY))
                    .filter(index -> names.containsAll(index.columns()))
                    .forEach(indexes::add);
        }
        return indexes;
    }

    static EndpointException unreadable(String column, String why) {
        return new EndpointException(
                Kind.MISCONFIGURED,
                Code.UNREADABLE_COLUMN,
                "The column " + column + " cannot be read from the binary log: " + why);
    }
}
