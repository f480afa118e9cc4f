package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.UnusedKeys;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.KeySource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys as the server itself would give them to new rows: by the expression of the column's default
 * if that takes numbers of a sequence (it may make more of a number than the number), by the
 * sequence of an identity column, by chance if they are UUIDs. Safe for use by several threads.
 */
final class PostgresKeys implements KeySource {
    /** The sequences that make a column's values, and the expression that does. */
    private static final String SEQUENCES =
            """
            WITH made AS (
                SELECT d.objid AS sequence, format('nextval(%s::regclass)', d.objid) AS expression
                  FROM pg_attribute a
                  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.deptype = 'i'
                   AND d.refclassid = 'pg_class'::regclass
                   AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
                 WHERE a.attrelid = to_regclass(?) AND a.attname = ? AND a.attidentity <> ''
                UNION ALL
                SELECT d.refobjid, pg_get_expr(e.adbin, e.adrelid)
                  FROM pg_attribute a
                  JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
                  JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = e.oid
                   AND d.refclassid = 'pg_class'::regclass
                 WHERE a.attrelid = to_regclass(?) AND a.attname = ? AND a.attgenerated = '')
            SELECT made.expression, s.seqcycle, made.sequence::regclass::text,
                   has_sequence_privilege(made.sequence, 'USAGE, UPDATE'), quote_ident(current_user)
              FROM made JOIN pg_sequence s ON s.seqrelid = made.sequence
             ORDER BY made.sequence
            """;

    /**
     * A number may be one of those that another session has logged in advance and not committed:
     * only a commit that waits for the log keeps it from being given again after a crash. None
     * waits that has written nothing, so this one writes a message, which nobody reads.
     */
    private static final String DURABLY =
            "SELECT pg_logical_emit_message(true, 'syncline', 'keys'),"
                    + " CASE WHEN current_setting('synchronous_commit') = 'off'"
                    + " THEN set_config('synchronous_commit', 'on', true) END";

    private final PostgresConnections connections;
    private final TableShapes shapes;

    /**
     * A source of keys.
     *
     * @param shapes of the tables, with what was agreed for them
     */
    PostgresKeys(PostgresConnections connections, TableShapes shapes) {
        this.connections = connections;
        this.shapes = shapes;
    }

    /** Whether keys of a table can be had. */
    private sealed interface Answer {
        /**
         * They are what this expression says.
         *
         * @param counted whether by a sequence, and not by chance
         */
        record Given(String expression, boolean counted) implements Answer {}

        /** They cannot, for a reason in words that follow the table's name. */
        record Refused(String why) implements Answer {}
    }

    @Override
    public @Nullable String givesNoKeys(String collection) {
        return connections.call(
                "asking for keys of " + collection,
                connection -> {
                    TableShape shape = shapes.read(collection, connection);
                    if (shape == null) {
                        return "does not exist";
                    }
                    return switch (answer(shape, connection)) {
                        case Answer.Refused(String why) -> why;
                        case Answer.Given given -> tried(connection, shape, given);
                    };
                });
    }

    @Override
    public List<Value> keys(String collection, int count) {
        return connections.call(
                "taking keys of " + collection,
                connection -> {
                    TableShape shape = shapes.of(collection, connection);
                    return switch (answer(shape, connection)) {
                        case Answer.Refused(String why) -> throw UnusedKeys.none(collection, why);
                        case Answer.Given given ->
                                new UnusedKeys(
                                                wanted -> next(connection, shape, given, wanted),
                                                keys -> unused(connection, shape, keys))
                                        .take(collection, count);
                    };
                });
    }

    private static Answer answer(TableShape shape, Connection connection) throws SQLException {
        if (shape.key().size() != 1) {
            String has = shape.key().isEmpty() ? "has no key" : "has a key of several columns";
            return new Answer.Refused(has);
        }
        TargetColumn key = shape.key().getFirst();
        if (key.column().type().form() == PgForm.UUID) {
            return new Answer.Given("gen_random_uuid()", false);
        }
        try (PreparedStatement query = connection.prepareStatement(SEQUENCES)) {
            for (int i = 1; i <= 4; i += 2) {
                query.setString(i, shape.table());
                query.setString(i + 1, key.name());
            }
            try (ResultSet row = query.executeQuery()) {
                return answer(row, key.name());
            }
        }
    }

    private static Answer answer(ResultSet row, String key) throws SQLException {
        Answer answer =
                new Answer.Refused("has a key that neither a sequence nor its type makes: " + key);
        while (row.next()) {
            String sequence = row.getString(3);
            if (row.getBoolean(2)) {
                return new Answer.Refused(
                        "takes its keys from the sequence "
                                + sequence
                                + ", which begins anew at its end (CYCLE)");
            }
            if (!row.getBoolean(4)) {
                return new Answer.Refused(
                        "takes its keys from a sequence that may not be used: GRANT USAGE ON SEQUENCE "
                                + sequence
                                + " TO "
                                + row.getString(5));
            }
            answer = new Answer.Given(row.getString(1), true);
        }
        return answer;
    }

    /** Why the server does not do what the expression says; null if it does. Makes no key. */
    private static @Nullable String tried(
            Connection connection, TableShape shape, Answer.Given given) throws SQLException {
        try {
            texts(connection, shape, given, 0);
            String grant = given.counted() ? Byline.missing(connection) : null;
            return grant == null ? null : "has keys that cannot be made durable without " + grant;
        } catch (SQLException e) {
            Code code = PostgresErrors.of(e, "").code();
            if (code != Code.BUG && code != Code.MISSING_GRANT) {
                throw e;
            }
            return cannot(e);
        }
    }

    private List<Value> next(Connection connection, TableShape shape, Answer.Given given, int count)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement durably = connection.createStatement()) {
            if (given.counted()) {
                durably.execute(DURABLY);
            }
            List<Value> keys = new ArrayList<>(count);
            TargetColumn key = shape.key().getFirst();
            for (String text : texts(connection, shape, given, count)) {
                keys.add(
                        StoredRows.conform(
                                PgText.decode(key.column().type(), text),
                                shapes.agreedType(shape.collection(), key.name())));
            }
            connection.commit();
            return keys;
        } catch (SQLException e) {
            EndpointException known = PostgresErrors.of(e, "taking keys of " + shape.collection());
            throw known.kind() == EndpointException.Kind.BUG
                    ? UnusedKeys.none(shape.collection(), cannot(e))
                    : known;
        }
    }

    private static String cannot(SQLException e) {
        return "has a key that cannot be made: " + e.getMessage();
    }

    /** What the expression says so many times, in the column's type, as the server prints it. */
    private static List<String> texts(
            Connection connection, TableShape shape, Answer.Given given, int count)
            throws SQLException {
        String sql =
                "SELECT CAST(%s AS %s)::text FROM generate_series(1, %d)"
                        .formatted(given.expression(), shape.key().getFirst().sqlType(), count);
        List<String> texts = new ArrayList<>(count);
        // Not prepared: a question mark of the expression is an operator of the server's.
        try (Statement query = connection.createStatement()) {
            query.setEscapeProcessing(false);
            try (ResultSet row = query.executeQuery(sql)) {
                while (row.next()) {
                    texts.add(String.valueOf(row.getString(1)));
                }
            }
        }
        return texts;
    }

    private static List<Value> unused(Connection connection, TableShape shape, List<Value> keys)
            throws SQLException {
        List<Value> unused = new ArrayList<>(keys.size());
        String sql = shape.missing(ColumnArrays.source(shape.key())) + " ORDER BY 1";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            List<@Nullable String[]> rows = new ArrayList<>(keys.size());
            keys.forEach(key -> rows.add(new String[] {PostgresTypes.literal(key)}));
            ColumnArrays.bind(query, rows);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    unused.add(keys.get(row.getInt(1) - 1));
                }
            }
        }
        return unused;
    }
}
