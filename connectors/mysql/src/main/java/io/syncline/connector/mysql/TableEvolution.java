package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.QuotedName;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Widening;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statement that alters a table so that it takes rows of another layout. Nothing is ever
 * dropped but a key that makes room for another, and the demand that a column has a value. Pure.
 */
final class TableEvolution {
    private final Layout layout;
    private final Table table;
    private final Server server;
    private final TableMaker maker;
    private final List<String> alterations = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();

    TableEvolution(Layout layout, Table table, Server server, TableMaker maker) {
        this.layout = layout;
        this.table = table;
        this.server = server;
        this.maker = maker;
        for (Field field : layout.fields()) {
            Column column = table.column(field.name());
            if (column == null) {
                add(field);
            } else if (!column.generated()) {
                alter(field, column);
            }
        }
        for (Column column : table.columns()) {
            if (layout.field(column.name()) == null
                    && !column.defaulted()
                    && !column.generated()
                    && !table.key().contains(column.name())) {
                empty(column);
            }
        }
    }

    /** A note for each thing that the statement does. */
    List<Finding> notes() {
        return notes;
    }

    /** The statement, or null if everything fits. */
    @Nullable String sql() {
        return alterations.isEmpty()
                ? null
                : "ALTER TABLE " + table.quoted() + " " + String.join(", ", alterations);
    }

    private void add(Field field) {
        String type = declared(field.name(), field.type());
        // Rows that are there have no value for it until they are copied again.
        alterations.add("ADD COLUMN " + quoted(field.name()) + " " + type + " NULL");
        note(field.name(), "The column " + field.name() + " (" + type + ") was added");
    }

    private void alter(Field field, Column column) {
        boolean keyed = table.key().contains(column.name());
        boolean relaxed = field.nullable() && !column.nullable() && !keyed;
        FieldType wide = room(field.type(), column);
        if (wide == null) {
            if (relaxed) {
                empty(column);
            }
            return;
        }
        String type = declared(column.name(), wide);
        boolean nullable = relaxed || column.nullable();
        alterations.add(
                "MODIFY "
                        + quoted(column.name())
                        + " "
                        + type
                        + (nullable ? " NULL" : " NOT NULL"));
        note(column.name(), "The column " + column.name() + " was widened to " + type);
    }

    /** The type that the column has to become, or null if it can stay or nothing helps. */
    private @Nullable FieldType room(FieldType wanted, Column column) {
        boolean fits =
                ColumnTypes.mismatch(column, wanted) == null && !TableFit.narrower(column, wanted);
        if (fits) {
            return null;
        }
        FieldType there =
                column.kind() == Column.Kind.WHOLE && wanted instanceof FieldType.Int
                        ? new FieldType.Int(column.unsigned() ? 64 : column.bits())
                        : ColumnTypes.described(column);
        FieldType wide = Widening.of(there, wanted);
        boolean same =
                wide == null || wide.equals(there) && ColumnTypes.mismatch(column, wanted) == null;
        return same || column.unsigned() && column.bits() == 64 ? null : wide;
    }

    private void empty(Column column) {
        String collation = column.collation() == null ? "" : " COLLATE " + column.collation();
        alterations.add(
                "MODIFY " + quoted(column.name()) + " " + column.fullType() + collation + " NULL");
        note(column.name(), "The column " + column.name() + " may be empty now");
    }

    private String declared(String name, FieldType type) {
        Integer bound =
                layout.key().contains(name)
                        ? maker.keyBound(type)
                        : type instanceof FieldType.Text(Integer lengthMax)
                                        && lengthMax != null
                                        && lengthMax <= TableMaker.PREFIX_CHARACTERS
                                ? lengthMax
                                : null;
        return ColumnTypes.declared(type, bound, server);
    }

    private void note(String field, String message) {
        notes.add(Finding.note(Code.SCHEMA_FOLLOWED, layout.collection() + "." + field, message));
    }

    /** The statement that makes the layout's key the primary key, or null if it is. */
    static @Nullable String rekey(Layout layout, Table table) {
        if (table.key().equals(layout.key()) || layout.key().isEmpty()) {
            return null;
        }
        return "ALTER TABLE "
                + table.quoted()
                + (table.key().isEmpty() ? "" : " DROP PRIMARY KEY,")
                + " ADD PRIMARY KEY "
                + layout.key().stream()
                        .map(TableEvolution::quoted)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String quoted(String name) {
        return QuotedName.of(name, '`');
    }
}
