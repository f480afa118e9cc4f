package io.syncline.connector.postgres;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * One table as the catalogs describe it.
 *
 * @param oid its number
 * @param schema its schema's name
 * @param name its own name
 * @param partitioned whether its rows lie in partitions
 * @param unlogged whether its changes are not in the log
 * @param identity {@code pg_class.relreplident}: d, n, f or i
 * @param columns those that can be written, in order
 * @param key the names of the key's columns in the key's order; empty for none
 * @param indexes further plain indexes
 * @param rows about how many; -1 if nobody knows
 */
record PgTable(
        long oid,
        String schema,
        String name,
        boolean partitioned,
        boolean unlogged,
        char identity,
        List<PgColumn> columns,
        List<String> key,
        List<Layout.Index> indexes,
        long rows) {
    /** Copies the lists. */
    PgTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        indexes = List.copyOf(indexes);
    }

    /** What the rest of the house calls it. */
    String collection() {
        return schema + "." + name;
    }

    /** Its name for a statement, quoted. */
    String quoted() {
        return quote(schema) + "." + quote(name);
    }

    /** Whether the log says which row was changed or deleted. */
    boolean identifies() {
        return identity == 'f' || identity != 'n' && !key.isEmpty();
    }

    /** Whether all its values can be read in binary. */
    boolean readsBinary() {
        return columns.stream().allMatch(column -> column.type().readsBinary());
    }

    /** How its rows look. */
    Layout layout() {
        List<Field> fields = new ArrayList<>(columns.size());
        for (PgColumn column : columns) {
            fields.add(new Field(column.name(), column.fieldType(), column.nullable()));
        }
        return new Layout(collection(), fields, key, indexes, rows);
    }

    /** An identifier for a statement. */
    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
