package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares wanted layouts with the tables that are there, and tells everything at once. */
final class Agreement {
    private static final String TRIGGERS =
            "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(?) AND NOT tgisinternal"
                    + " AND tgenabled IN ('O', 'A') ORDER BY tgname";
    private static final String FOREIGN_KEYS =
            "SELECT DISTINCT conname FROM pg_constraint WHERE contype = 'f'"
                    + " AND to_regclass(?) IN (conrelid, confrelid) ORDER BY conname";
    private static final String SEQUENCES =
            "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = to_regclass(?) AND a.attnum >"
                    + " 0 AND NOT a.attisdropped AND (a.attidentity <> '' OR"
                    + " pg_get_serial_sequence(a.attrelid::regclass::text, a.attname) IS NOT NULL)"
                    + " ORDER BY a.attname";
    private static final String GENERATED =
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attgenerated <>"
                    + " '' AND NOT attisdropped ORDER BY attname";
    private static final String REQUIRED =
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0"
                    + " AND NOT attisdropped AND attnotnull AND NOT atthasdef AND attidentity = ''"
                    + " ORDER BY attname";
    private static final String UNIQUE =
            "SELECT (SELECT string_agg(a.attname, chr(10) ORDER BY a.attname)"
                    + " FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, n)"
                    + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
                    + " WHERE k.n <= i.indnkeyatts) FROM pg_index i"
                    + " WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indimmediate"
                    + " AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL";

    private final Layout layout;
    private final Triggers triggers;
    private final Connection connection;
    private final String table;
    private final List<Finding> findings = new ArrayList<>();

    private Agreement(Layout layout, Triggers triggers, Connection connection) {
        this.layout = layout;
        this.triggers = triggers;
        this.connection = connection;
        this.table = PgName.table(layout.collection());
    }

    /** What a person should know about writing rows of these layouts here. */
    static List<Finding> of(
            List<Layout> layouts, TableShapes shapes, Triggers triggers, Connection connection)
            throws SQLException {
        List<Finding> findings = new ArrayList<>();
        if (!TargetSession.may(connection)) {
            findings.add(untagged(connection));
        }
        if (triggers == Triggers.SUPPRESS) {
            findings.addAll(Suppression.allowed(connection));
        }
        for (Layout layout : layouts) {
            Agreement agreement = new Agreement(layout, triggers, connection);
            TableShape shape = shapes.read(layout.collection(), connection);
            if (shape != null) {
                agreement.compare(shape);
            } else {
                agreement.announceMade();
            }
            findings.addAll(agreement.findings);
            if (triggers == Triggers.SUPPRESS) {
                findings.addAll(new Suppression(layout, connection).findings());
            }
        }
        return findings;
    }

    private static Finding untagged(Connection connection) throws SQLException {
        String user =
                PgName.quote(
                        TableShapes.strings(
                                        connection, "SELECT current_user WHERE ?::text = ''", "")
                                .getFirst());
        return Finding.warning(
                Code.MISSING_GRANT,
                "user",
                "The user %s may not use replication origins: a sync that reads this database cannot"
                                .formatted(user)
                        + " tell Syncline's writes from others.",
                "GRANT EXECUTE ON FUNCTION pg_replication_origin_create(text),"
                        + " pg_replication_origin_session_setup(text) TO %s;".formatted(user));
    }

    private void announceMade() throws SQLException {
        for (Field field : layout.fields()) {
            documents(field);
            if (field.type() instanceof FieldType.Other(String name)
                    && TableCreation.sqlType(field.type(), connection).equals("text")) {
                asText(field, name);
            }
        }
    }

    /** Only a document that was json at the source can be one of these. */
    private void documents(Field field) {
        FieldType type = field.type() instanceof FieldType.Items(FieldType of) ? of : field.type();
        if (type instanceof FieldType.Json) {
            warn(
                    Code.NARROWER_TYPE,
                    field.name(),
                    "jsonb holds no \\u0000 and no number beyond numeric; such rows are parked",
                    null);
        }
    }

    private void asText(Field field, String type) {
        warn(
                Code.TYPE_AS_TEXT,
                field.name(),
                "The type " + type + " is not known here; its values are kept as text",
                null);
    }

    private void compare(TableShape shape) throws SQLException {
        Set<String> generated = new HashSet<>(names(GENERATED));
        for (Field field : layout.fields()) {
            TargetColumn column = shape.find(field.name());
            if (column == null) {
                String why =
                        generated.contains(field.name())
                                ? "is generated at the target and cannot be written"
                                : "has no column at the target";
                error(field.name(), field.name() + " " + why);
            } else {
                compare(field, column);
            }
        }
        for (String required : names(REQUIRED)) {
            if (layout.field(required) == null && shape.find(required) != null) {
                error(required, required + " must not be null at the target, and nobody sends it");
            }
        }
        key();
        if (triggers == Triggers.ACCEPT) {
            announce(
                    TRIGGERS, Code.TARGET_TRIGGER, "Triggers fire for every row that is written: ");
        }
        announce(FOREIGN_KEYS, Code.TARGET_FOREIGN_KEY, "Foreign keys bind the order of rows: ");
        for (String counted : names(SEQUENCES)) {
            String sentence = "A sequence may give out values that the source also gives out";
            warn(Code.TARGET_SEQUENCE, counted, sentence, null);
        }
    }

    private void key() throws SQLException {
        List<String> key = layout.key().stream().sorted().toList();
        boolean there =
                names(UNIQUE).stream()
                        .anyMatch(
                                index ->
                                        List.of(index.split("\n")).stream()
                                                .sorted()
                                                .toList()
                                                .equals(key));
        if (!key.isEmpty() && !there) {
            findings.add(
                    Finding.error(
                            Code.LAYOUT_MISMATCH,
                            layout.collection(),
                            "No primary key or unique index stands on " + layout.key(),
                            "CREATE UNIQUE INDEX ON "
                                    + table
                                    + " ("
                                    + String.join(
                                            ", ", layout.key().stream().map(PgName::quote).toList())
                                    + ")"));
        }
    }

    private void compare(Field field, TargetColumn column) {
        FieldType there = column.column().fieldType();
        if (column.sqlType().startsWith("jsonb")) {
            documents(field);
        }
        if (field.type().equals(there)) {
            return;
        }
        switch (Width.of(field.type(), there)) {
            case AS_WIDE -> {}
            case TEXT -> {
                if (field.type() instanceof FieldType.Other(String name)) {
                    asText(field, name);
                }
            }
            case NARROWER ->
                    warn(
                            Code.NARROWER_TYPE,
                            field.name(),
                            field.name()
                                    + " is narrower at the target ("
                                    + column.sqlType()
                                    + "); values that do not fit are parked",
                            null);
            case ANOTHER ->
                    error(
                            field.name(),
                            field.name()
                                    + " is "
                                    + column.sqlType()
                                    + " at the target, which does not hold "
                                    + field.type());
        }
    }

    private void announce(String sql, Code code, String sentence) throws SQLException {
        List<String> names = names(sql);
        if (!names.isEmpty()) {
            warn(code, null, sentence + String.join(", ", names), null);
        }
    }

    private List<String> names(String sql) throws SQLException {
        return TableShapes.strings(connection, sql, table);
    }

    private void warn(Code code, @Nullable String field, String message, @Nullable String remedy) {
        findings.add(Finding.warning(code, subject(field), message, remedy));
    }

    private void error(@Nullable String field, String message) {
        findings.add(Finding.error(Code.LAYOUT_MISMATCH, subject(field), message, null));
    }

    private String subject(@Nullable String field) {
        return field == null ? layout.collection() : layout.collection() + "." + field;
    }
}
