package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.QuotedName;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the statement that makes a table for a layout. Pure. */
final class TableMaker {
    /** Bytes of all bounded texts together; a row has 65535, for everything. */
    private static final int ROW_BYTES = 40_000;

    /** An index takes 3072 bytes, four for each character. */
    private static final int INDEX_CHARACTERS = 768;

    /** How much of a text an index looks at. */
    static final int PREFIX_CHARACTERS = 191;

    private static final int NAME_CHARACTERS = 60;

    private final @Nullable Integer keyTextLength;

    TableMaker(@Nullable Integer keyTextLength) {
        this.keyTextLength = keyTextLength;
    }

    /** The statement; it does nothing where such a table is. */
    String sql(Layout layout, Server server) {
        Map<String, Integer> bounds = bounds(layout);
        List<String> parts = new ArrayList<>();
        for (Field field : layout.fields()) {
            boolean inKey = layout.key().contains(field.name());
            parts.add(
                    QuotedName.of(field.name(), '`')
                            + " "
                            + ColumnTypes.declared(field.type(), bounds.get(field.name()), server)
                            + (field.nullable() && !inKey ? " NULL" : " NOT NULL"));
        }
        if (!layout.key().isEmpty()) {
            parts.add(
                    "PRIMARY KEY "
                            + layout.key().stream()
                                    .map(name -> QuotedName.of(name, '`'))
                                    .collect(Collectors.joining(",", "(", ")")));
        }
        for (Layout.Index index : layout.indexes()) {
            String made = index(layout, index, bounds);
            if (made != null) {
                parts.add(made);
            }
        }
        return "CREATE TABLE IF NOT EXISTS "
                + QuotedName.of(layout.collection(), '`')
                + " ("
                + String.join(", ", parts)
                + ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC CHARACTER SET utf8mb4 COLLATE "
                + server.exactCollation();
    }

    /** Whether a table cannot have this index because a field of it has no bound. */
    boolean indexImpossible(Layout layout, Layout.Index index) {
        return index.unique() && index(layout, index, bounds(layout)) == null;
    }

    /** The bound of a key's text, or null if none is known that an index could take. */
    @Nullable Integer keyBound(FieldType type) {
        Integer bound =
                switch (type) {
                    case FieldType.Text(Integer lengthMax) ->
                            lengthMax != null && lengthMax <= INDEX_CHARACTERS
                                    ? lengthMax
                                    : keyTextLength;
                    case FieldType.Bytes _, FieldType.Other _ -> keyTextLength;
                    default -> null;
                };
        return bound;
    }

    /** Whether a key of this type has to have a bound. */
    static boolean needsBound(FieldType type) {
        return switch (type) {
            case FieldType.Text _, FieldType.Bytes _, FieldType.Other _ -> true;
            default -> false;
        };
    }

    private Map<String, Integer> bounds(Layout layout) {
        Map<String, Integer> bounds = new HashMap<>();
        int bytes = 0;
        for (String name : layout.key()) {
            Field field = layout.field(name);
            Integer bound = field == null ? null : keyBound(field.type());
            if (bound != null) {
                bounds.put(name, bound);
                bytes += 4 * bound;
            }
        }
        for (Field field : layout.fields()) {
            if (field.type() instanceof FieldType.Text(Integer lengthMax)
                    && lengthMax != null
                    && lengthMax <= INDEX_CHARACTERS
                    && !bounds.containsKey(field.name())
                    && bytes + 4 * lengthMax <= ROW_BYTES) {
                bounds.put(field.name(), lengthMax);
                bytes += 4 * lengthMax;
            }
        }
        return bounds;
    }

    private static @Nullable String index(
            Layout layout, Layout.Index index, Map<String, Integer> bounds) {
        List<String> columns = new ArrayList<>();
        int characters = 0;
        for (String name : index.fields()) {
            Field field = layout.field(name);
            if (field == null) {
                return null;
            }
            boolean document =
                    field.type() instanceof FieldType.Json
                            || field.type() instanceof FieldType.Items;
            Integer bound = bounds.get(name);
            boolean unbounded = document || needsBound(field.type()) && bound == null;
            if (unbounded && index.unique()) {
                return null;
            }
            characters += unbounded ? PREFIX_CHARACTERS : bound == null ? 20 : bound;
            columns.add(
                    QuotedName.of(name, '`') + (unbounded ? "(" + PREFIX_CHARACTERS + ")" : ""));
        }
        if (characters > INDEX_CHARACTERS || columns.isEmpty()) {
            return null;
        }
        String name = String.join("_", index.fields());
        String cut = name.length() <= NAME_CHARACTERS ? name : name.substring(0, NAME_CHARACTERS);
        // Two indexes over the same fields may differ in uniqueness.
        String unique = index.unique() ? "UNIQUE INDEX " : "INDEX ";
        String prefix = index.unique() ? "uq_" : "ix_";
        return unique
                + QuotedName.of(prefix + cut, '`')
                + String.join(",", columns).transform(all -> " (" + all + ")");
    }
}
