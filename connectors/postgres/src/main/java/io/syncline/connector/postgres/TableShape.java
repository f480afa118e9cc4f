package io.syncline.connector.postgres;

import io.syncline.core.change.Header;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A target table and the statements that write it. Each statement takes its rows from a source
 * named {@code s}: one row of parameters, or a temporary table. Immutable.
 */
final class TableShape {
    /** Numbers the rows of a temporary table. */
    static final String NUMBER = "syncline_n";

    /** A row's version: whoever changes the row makes another of it. */
    static final String VERSION = "d.xmin::text || ':' || d.ctid::text";

    private final String collection;
    private final Map<String, TargetColumn> columns;
    private final List<TargetColumn> key;
    private final int rank;
    private final boolean referred;

    /**
     * A shape of these columns.
     *
     * @param key the names of the key's columns in the order of row ids
     * @param rank after how many tables that it refers to it is to be written
     * @param referred whether foreign keys lead to it
     */
    TableShape(
            String collection,
            List<TargetColumn> columns,
            List<String> key,
            int rank,
            boolean referred) {
        this.collection = collection;
        this.columns = new LinkedHashMap<>();
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.key = key.stream().map(this::column).toList();
        this.rank = rank;
        this.referred = referred;
    }

    String collection() {
        return collection;
    }

    int rank() {
        return rank;
    }

    boolean referred() {
        return referred;
    }

    /** The writable columns in order. */
    List<TargetColumn> columns() {
        return List.copyOf(columns.values());
    }

    List<TargetColumn> key() {
        return key;
    }

    @Nullable TargetColumn find(String name) {
        return columns.get(name);
    }

    /** The column of this name; one that is not there is a layout nobody agreed on. */
    TargetColumn column(String name) {
        TargetColumn column = columns.get(name);
        if (column == null) {
            throw new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.LAYOUT_MISMATCH,
                    "The table " + collection + " has no writable column " + name);
        }
        return column;
    }

    /** The columns of these names. */
    List<TargetColumn> columns(List<String> names) {
        return names.stream().map(this::column).toList();
    }

    boolean hasKeyIn(Header header) {
        return key.stream().allMatch(column -> header.indexOf(column.name()) >= 0);
    }

    String table() {
        return PgName.table(collection);
    }

    /** A source of one row of parameters: one for each of these columns, in their order. */
    static String parameters(List<TargetColumn> columns) {
        return columns.stream()
                .map(c -> "CAST(? AS " + c.sqlType() + ") AS " + c.quoted())
                .collect(Collectors.joining(", ", "(SELECT ", ")"));
    }

    static String names(List<TargetColumn> columns, String prefix) {
        return columns.stream().map(c -> prefix + c.quoted()).collect(Collectors.joining(", "));
    }

    /** True when the key of the two rows is the same. */
    String sameKey() {
        return key.stream()
                .map(c -> "d." + c.quoted() + " = s." + c.quoted())
                .collect(Collectors.joining(" AND "));
    }

    /** Changes rows that are there and differ. */
    String update(List<TargetColumn> columns, String source) {
        List<TargetColumn> changed = settable(columns);
        if (changed.isEmpty()) {
            // Nothing but the key is known, so nothing can differ.
            return "SELECT 1 FROM " + source + " s WHERE false";
        }
        return "UPDATE "
                + table()
                + " d SET "
                + sets(changed, "s.")
                + " FROM "
                + source
                + " s WHERE "
                + sameKey()
                + " AND ("
                + differ(changed, "s")
                + ")";
    }

    /** Stores rows whatever was there; rows that are there already are not touched. */
    String upsert(List<TargetColumn> columns, String source, boolean onlyMissing) {
        String insert = insert(columns, source);
        if (key.isEmpty()) {
            return insert;
        }
        List<TargetColumn> changed = settable(columns);
        String missing =
                onlyMissing
                        ? " WHERE NOT EXISTS (SELECT FROM "
                                + table()
                                + " d WHERE "
                                + sameKey()
                                + ")"
                        : "";
        String conflict = " ON CONFLICT (" + names(key, "") + ") DO ";
        return insert
                + missing
                + conflict
                + (changed.isEmpty()
                        ? "NOTHING"
                        : "UPDATE SET "
                                + sets(changed, "excluded.")
                                + " WHERE "
                                + differ(changed, "excluded"));
    }

    /** Inserts rows; a row with the same key that is there already stays as it is. */
    String insertNew(List<TargetColumn> columns, String source) {
        return insert(columns, source)
                + (key.isEmpty() ? "" : " ON CONFLICT (" + names(key, "") + ") DO NOTHING");
    }

    /** Inserts rows; one with the same key that is there already is an error. */
    String insert(List<TargetColumn> columns, String source) {
        boolean always = columns.stream().anyMatch(TargetColumn::always);
        return "INSERT INTO "
                + table()
                + " AS d ("
                + names(columns, "")
                + ")"
                + (always ? " OVERRIDING SYSTEM VALUE" : "")
                + " SELECT "
                + names(columns, "s.")
                + " FROM "
                + source
                + " s";
    }

    /** Deletes the rows of these keys. */
    String delete(String source) {
        return "DELETE FROM " + table() + " d USING " + source + " s WHERE " + sameKey();
    }

    /**
     * Moves a row to another key. Parameters: the row's columns, then the key before; all of the
     * row's columns are set.
     */
    String move(List<TargetColumn> columns) {
        List<String> before = new ArrayList<>();
        List<String> same = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            before.add("CAST(? AS " + key.get(i).sqlType() + ") AS syncline_k" + i);
            same.add("d." + key.get(i).quoted() + " = f.syncline_k" + i);
        }
        return "UPDATE "
                + table()
                + " d SET "
                + sets(columns, "s.")
                + " FROM "
                + parameters(columns)
                + " s, (SELECT "
                + String.join(", ", before)
                + ") f WHERE "
                + String.join(" AND ", same);
    }

    /**
     * A source of the place of one row with these values, {@code o} and {@code c}; of none if there
     * is no such row. Parameters: the columns.
     */
    String one(List<TargetColumn> columns, @Nullable String[] values) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            TargetColumn column = columns.get(i);
            // An index may find a value, but never a comparison that takes NULLs for equal.
            same.add(
                    values[i] == null
                            ? "x." + column.quoted() + " IS NULL"
                            : column.same("x", "v"));
        }
        return "(SELECT x.tableoid AS o, x.ctid AS c FROM "
                + table()
                + " x, "
                + parameters(columns)
                + " v WHERE "
                + String.join(" AND ", same)
                + " LIMIT 1)";
    }

    /** Whether the row is there. Parameters: the key. */
    String exists() {
        return "SELECT 1 FROM " + table() + " d, " + parameters(key) + " s WHERE " + sameKey();
    }

    /** The numbers of the rows of a temporary table that are not there. */
    String missing(String temporary) {
        return "SELECT s."
                + NUMBER
                + " FROM "
                + temporary
                + " s WHERE NOT EXISTS (SELECT FROM "
                + table()
                + " d WHERE "
                + sameKey()
                + ")";
    }

    /** All columns as text, and the row's version. */
    String selected() {
        return columns.values().stream()
                        .map(c -> "d." + c.quoted() + "::text")
                        .collect(Collectors.joining(", "))
                + ", "
                + VERSION;
    }

    private List<TargetColumn> settable(List<TargetColumn> columns) {
        return columns.stream().filter(c -> !key.contains(c) && !c.always()).toList();
    }

    private static String sets(List<TargetColumn> columns, String from) {
        return columns.stream()
                .map(c -> c.quoted() + " = " + from + c.quoted())
                .collect(Collectors.joining(", "));
    }

    private static String differ(List<TargetColumn> columns, String other) {
        return columns.stream().map(c -> c.differs("d", other)).collect(Collectors.joining(" OR "));
    }
}
