package io.syncline.connector.postgres;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Widening;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alters a table so that it takes rows of another layout. Nothing is ever dropped but a key that
 * makes room for another, and the demand that a column has a value.
 */
final class TableEvolution {
    /** Who reads the table holds an alteration up, and an alteration everybody after it. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '10s'";

    private static final String REQUIRED =
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0"
                    + " AND NOT attisdropped AND attnotnull AND NOT atthasdef AND attidentity = ''"
                    + " ORDER BY attname";
    private static final String PRIMARY =
            "SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(?) AND contype = 'p'";

    /** What the table was made with for a unique index of the source: with names of its columns. */
    private static final String UNIQUE =
            "SELECT conname || E'\\n' || (SELECT string_agg(a.attname, E'\\n' ORDER BY a.attname)"
                    + " FROM pg_attribute a WHERE a.attrelid = c.conrelid"
                    + " AND a.attnum = ANY (c.conkey)) FROM pg_constraint c"
                    + " WHERE conrelid = to_regclass(?) AND contype = 'u' AND condeferrable";

    private final TargetSession session;
    private final Layout layout;
    private final String table;
    private final List<Finding> notes = new ArrayList<>();
    private final List<String> alterations = new ArrayList<>();

    TableEvolution(TargetSession session, Layout layout) {
        this.session = session;
        this.layout = layout;
        this.table = PgName.table(layout.collection());
    }

    /** Does what can be done, in one transaction; a note for each. */
    List<Finding> evolve() throws SQLException {
        Connection connection = session.connection();
        PgTable there = PostgresCatalog.one(connection, layout.collection());
        if (there != null) {
            for (Field field : layout.fields()) {
                PgColumn column = column(there, field.name());
                if (column == null) {
                    add(field);
                } else {
                    widen(field, column);
                }
            }
            relax(there);
        }
        alter(alterations);
        return notes;
    }

    private static @Nullable PgColumn column(PgTable table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void add(Field field) throws SQLException {
        String type = TableCreation.sqlType(field.type(), session.connection());
        // Rows that are there have no value for it until they are copied again.
        alterations.add("ADD COLUMN IF NOT EXISTS " + PgName.quote(field.name()) + " " + type);
        note(field.name(), "The column " + field.name() + " (" + type + ") was added");
    }

    private void widen(Field field, PgColumn column) throws SQLException {
        FieldType there = column.fieldType();
        Width width = Width.of(field.type(), there);
        if (field.type().equals(there) || width == Width.AS_WIDE || width == Width.TEXT) {
            return;
        }
        FieldType wide = Widening.of(there, field.type());
        if (wide == null || wide.equals(there)) {
            return;
        }
        String type = TableCreation.sqlType(wide, session.connection());
        String name = PgName.quote(field.name());
        alterations.add("ALTER COLUMN " + name + " TYPE " + type + " USING " + name + "::" + type);
        note(field.name(), "The column " + field.name() + " was widened to " + type);
    }

    /** What nobody sends, or what may be sent empty, must not be required. */
    private void relax(PgTable there) throws SQLException {
        for (String name : TableShapes.strings(session.connection(), REQUIRED, table)) {
            Field field = layout.field(name);
            boolean sent = field != null && !field.nullable() || layout.key().contains(name);
            if (!sent && !there.key().contains(name)) {
                alterations.add("ALTER COLUMN " + PgName.quote(name) + " DROP NOT NULL");
                note(name, "The column " + name + " may be empty now");
            }
        }
    }

    private void note(String field, String message) {
        notes.add(Finding.note(Code.SCHEMA_FOLLOWED, layout.collection() + "." + field, message));
    }

    /** Makes the layout's key the primary key, in one transaction. */
    void rekey() throws SQLException {
        Connection connection = session.connection();
        PgTable there = PostgresCatalog.one(connection, layout.collection());
        if (there != null && !there.key().equals(layout.key())) {
            List<String> steps = new ArrayList<>();
            for (String name : TableShapes.strings(connection, PRIMARY, table)) {
                steps.add("DROP CONSTRAINT " + PgName.quote(name));
            }
            // A row is found by its key only where that is looked at at once.
            String same = String.join("\n", layout.key().stream().sorted().toList());
            for (String unique : TableShapes.strings(connection, UNIQUE, table)) {
                int end = unique.indexOf('\n');
                if (unique.substring(end + 1).equals(same)) {
                    steps.add("DROP CONSTRAINT " + PgName.quote(unique.substring(0, end)));
                }
            }
            if (!layout.key().isEmpty()) {
                String names = String.join(", ", layout.key().stream().map(PgName::quote).toList());
                steps.add("ADD PRIMARY KEY (" + names + ")");
            }
            alter(steps);
        }
    }

    /** All at once, so that the table is rewritten once. */
    private void alter(List<String> steps) throws SQLException {
        try {
            if (!steps.isEmpty()) {
                session.run(PATIENCE);
                session.run("ALTER TABLE " + table + " " + String.join(", ", steps));
            }
            session.commit();
        } catch (SQLException e) {
            if (!refused(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            session.rollback();
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.NOT_WIDENED,
                    layout.collection() + " cannot be altered: " + Refusals.words(e),
                    e);
        }
    }

    /** What stands there, a view over it, or a rule of it speaks against it. */
    private static boolean refused(String state) {
        return state.startsWith("22")
                || state.startsWith("23")
                || state.startsWith("0A")
                || state.startsWith("2B")
                || state.startsWith("42") && !state.equals("42501");
    }
}
