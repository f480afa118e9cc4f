package io.syncline.connector.mysql;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether rows of a layout can be kept in a table that exists. Pure. */
record TableFit(Layout layout, Table table) {
    /** Adds everything there is to say. */
    void findings(List<Finding> findings) {
        for (Field field : layout.fields()) {
            field(field, findings);
        }
        for (Column column : table.columns()) {
            boolean known =
                    layout.fields().stream()
                            .anyMatch(field -> field.name().equalsIgnoreCase(column.name()));
            if (!known && !column.defaulted() && !column.generated()) {
                findings.add(
                        mismatch(
                                column.name(),
                                "The column must have a value, and the source has none for it.",
                                "Give it a default."));
            }
        }
        key(findings);
        surroundings(findings);
    }

    private void field(Field field, List<Finding> findings) {
        Column column = table.column(field.name());
        if (column == null) {
            findings.add(
                    mismatch(field.name(), "The table has no such column.", "Add the column."));
            return;
        }
        if (column.generated()) {
            findings.add(
                    mismatch(field.name(), "The column is computed; nobody can write it.", null));
            return;
        }
        String wrong = ColumnTypes.mismatch(column, field.type());
        if (wrong != null) {
            findings.add(mismatch(field.name(), wrong + ".", "Change the column's type."));
        } else if (narrower(column, field.type())) {
            findings.add(
                    Finding.warning(
                            Code.NARROWER_TYPE,
                            subject(field.name()),
                            column.fullType()
                                    + " does not hold every "
                                    + field.type()
                                    + "; rows that do not fit are parked.",
                            null));
        }
        if (field.nullable() && !column.nullable()) {
            findings.add(
                    Finding.warning(
                            Code.CONSTRAINT,
                            subject(field.name()),
                            "The column takes no NULL; rows with one are parked.",
                            null));
        }
        collation(field, column, findings);
    }

    private void collation(Field field, Column column, List<Finding> findings) {
        if (column.kind() != Column.Kind.CHARACTERS || column.comparesExactly()) {
            return;
        }
        boolean identifier = field.type() instanceof FieldType.Uuid;
        if (layout.key().contains(field.name()) && !identifier) {
            findings.add(
                    mismatch(
                            field.name(),
                            "The key's collation "
                                    + column.collation()
                                    + " takes different keys for the same row.",
                            "ALTER TABLE "
                                    + table.quoted()
                                    + " MODIFY "
                                    + new Codec(field.name(), column, field.type()).quoted()
                                    + " "
                                    + column.fullType()
                                    + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL"));
        } else if (!identifier) {
            findings.add(
                    Finding.warning(
                            Code.LAYOUT_MISMATCH,
                            subject(field.name()),
                            "The collation "
                                    + column.collation()
                                    + " takes different texts for equal; Syncline does not, but a unique index would.",
                            null));
        }
        if (!column.holdsUnicode() && !identifier) {
            findings.add(
                    Finding.warning(
                            Code.NARROWER_TYPE,
                            subject(field.name()),
                            "The character set does not hold every character; rows that do not fit are parked.",
                            null));
        }
    }

    /** Whether a column lacks room for some values of the type. */
    static boolean narrower(Column column, FieldType type) {
        return switch (type) {
            case FieldType.Int(int bits) ->
                    column.kind() == Column.Kind.EXACT
                            ? column.precision() - column.scale() < 19
                            : column.bits() < bits || column.unsigned();
            case FieldType.Decimal(Integer precision, Integer scale) ->
                    column.kind() == Column.Kind.WHOLE
                            || precision == null
                            || scale == null
                            || column.scale() < scale
                            || column.precision() - column.scale() < precision - scale;
            case FieldType.Real(int bits) -> column.kind() == Column.Kind.SINGLE && bits > 32;
            case FieldType.Text(Integer lengthMax) ->
                    lengthMax == null
                            ? !column.type().equals("longtext")
                            : column.length() < (column.countsCharacters() ? 1L : 4L) * lengthMax;
            case FieldType.Bytes _ -> !column.type().equals("longblob");
            case FieldType.Time _, FieldType.Timestamp _, FieldType.Instant _ ->
                    column.fraction() < 6 || column.kind() == Column.Kind.TIMESTAMP;
            case FieldType.Json _, FieldType.Items _, FieldType.Other _ ->
                    !column.type().equals("longtext") && !column.type().equals("json");
            case FieldType.Bool _, FieldType.Date _, FieldType.Uuid _ -> false;
        };
    }

    private void key(List<Finding> findings) {
        if (layout.key().isEmpty()) {
            findings.add(keyless(layout));
        } else if (!table.identifies(layout.key())) {
            findings.add(
                    Finding.error(
                            Code.LAYOUT_MISMATCH,
                            layout.collection(),
                            "No primary key or unique index over exactly the key "
                                    + layout.key()
                                    + ".",
                            "ALTER TABLE "
                                    + table.quoted()
                                    + " ADD PRIMARY KEY (`"
                                    + String.join("`, `", layout.key())
                                    + "`)"));
        }
        for (Column column : table.columns()) {
            if (column.counter()) {
                findings.add(
                        Finding.warning(
                                Code.TARGET_SEQUENCE,
                                subject(column.name()),
                                "The column counts by itself and may hand out keys that the source also hands out.",
                                null));
            }
        }
    }

    private void surroundings(List<Finding> findings) {
        for (String trigger : table.triggers()) {
            findings.add(
                    Finding.warning(
                            Code.TARGET_TRIGGER,
                            layout.collection(),
                            "The trigger " + trigger + " runs for every row written.",
                            "Drop it if its work is done at the source already."));
        }
        for (String reference : table.references()) {
            findings.add(
                    Finding.warning(
                            Code.TARGET_FOREIGN_KEY,
                            layout.collection(),
                            "The foreign key "
                                    + reference
                                    + " refuses rows whose parent is missing; they are tried again, then parked.",
                            null));
        }
        if (!table.engine().equalsIgnoreCase("InnoDB")) {
            findings.add(
                    Finding.error(
                            Code.LAYOUT_MISMATCH,
                            layout.collection(),
                            "The engine " + table.engine() + " has no transactions.",
                            "ALTER TABLE " + table.quoted() + " ENGINE=InnoDB"));
        }
    }

    /** What a collection without a key gets to hear. */
    static Finding keyless(Layout layout) {
        return Finding.error(
                Code.LAYOUT_MISMATCH,
                layout.collection(),
                "Without a key, the same row cannot be found again.",
                "Add a primary key at the source.");
    }

    private Finding mismatch(String field, String message, @Nullable String remedy) {
        return Finding.error(Code.LAYOUT_MISMATCH, subject(field), message, remedy);
    }

    private String subject(String field) {
        return layout.collection() + "." + field;
    }
}
