package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.QuotedName;
import io.syncline.connector.jdbc.UnusedKeys;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.KeySource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys as MariaDB itself would give them to new rows: of a table's AUTO_INCREMENT, of the sequence
 * that is a column's default, or new UUIDs. Safe for use by several threads.
 */
final class MySqlKeys implements KeySource {
    /** The server's limit for what a statement can count to by itself. */
    private static final int AT_ONCE_MAX = 1000;

    /** The sequence whose next number is the default, whole and alone, of a column. */
    private static final String SEQUENCE =
            "SELECT s.table_schema, s.table_name FROM information_schema.columns c"
                    + " JOIN information_schema.tables s ON s.table_type = 'SEQUENCE'"
                    + " AND BINARY c.column_default = BINARY CONCAT('nextval(`',"
                    + " REPLACE(s.table_schema, '`', '``'), '`.`',"
                    + " REPLACE(s.table_name, '`', '``'), '`)')"
                    + " WHERE c.table_schema = DATABASE() AND c.table_name = ?"
                    + " AND c.column_name = ?";

    private final Pool pool;
    private final Shapes shapes;
    private final FlowCheckpoints checkpoints;
    private final Context context;

    /**
     * A source of keys.
     *
     * @param shapes of the tables, with what was agreed for them
     * @param checkpoints in whose tables a commit can be made
     */
    MySqlKeys(Pool pool, Shapes shapes, FlowCheckpoints checkpoints, Context context) {
        this.pool = pool;
        this.shapes = shapes;
        this.checkpoints = checkpoints;
        this.context = context;
    }

    /** What came of asking for keys. */
    private sealed interface Answer {
        /**
         * These.
         *
         * @param counted whether a counter gave them, and not chance
         */
        record Given(List<Value> keys, boolean counted) implements Answer {}

        /** None, for a reason in words that follow the table's name. */
        record Refused(String why) implements Answer {}
    }

    /**
     * {@inheritDoc}
     *
     * <p>Takes one, and loses it: what a trigger does to a row shows no other way.
     */
    @Override
    public @Nullable String givesNoKeys(String collection) {
        shapes.forget(collection);
        if (shapes.table(collection) == null) {
            return "does not exist";
        }
        return switch (asked(shapes.of(collection), 1, false)) {
            case Answer.Given _ -> null;
            case Answer.Refused(String why) -> why;
        };
    }

    @Override
    public List<Value> keys(String collection, int count) {
        return switch (asked(shapes.of(collection), count, true)) {
            case Answer.Refused(String why) -> throw UnusedKeys.none(collection, why);
            case Answer.Given(List<Value> keys, boolean counted) -> {
                if (counted) {
                    // What is taken back is not brought to the disk, nor is the counter with it: a
                    // server that is killed now would give the same keys again.
                    checkpoints.makeDurable();
                }
                yield keys;
            }
        };
    }

    private Answer asked(Shape shape, int count, boolean unused) {
        String why = refused(shape);
        if (why != null) {
            return new Answer.Refused(why);
        }
        return pool.read(
                "Taking keys of " + shape.table().name(),
                connection -> {
                    try {
                        return answer(connection, shape, count, unused);
                    } catch (SQLException e) {
                        String cannot = cannot(e);
                        if (cannot == null) {
                            throw e;
                        }
                        return new Answer.Refused(cannot);
                    }
                });
    }

    private @Nullable String refused(Shape shape) {
        if (!pool.server().mariaDb()) {
            return "is a table of MySQL, and keys are given out by MariaDB alone";
        }
        if (shape.layout().key().size() != 1) {
            return shape.layout().key().isEmpty() ? "has no key" : "has a key of several columns";
        }
        Column key = shape.keyCodecs().getFirst().column();
        if (!key.counter()) {
            return null;
        }
        if (!shape.table().engine().equalsIgnoreCase("InnoDB")) {
            return "is stored by " + shape.table().engine() + ", which takes no row back";
        }
        String narrow = Placeholders.tooNarrow(shape.table());
        return narrow == null
                ? null
                : "has a unique index "
                        + narrow
                        + " of columns too narrow for a row that takes a number and goes";
    }

    private Answer answer(Connection connection, Shape shape, int count, boolean unused)
            throws SQLException {
        Codec key = shape.keyCodecs().getFirst();
        if (key.column().counter()) {
            return new Answer.Given(new Reservation(connection, shape, context).take(count), true);
        }
        if (key.holdsUuids()) {
            return new Answer.Given(uuids(connection, count), false);
        }
        String sequence = sequence(connection, shape.table().name(), key.column().name());
        if (sequence == null) {
            return new Answer.Refused(
                    "has a key that neither AUTO_INCREMENT, nor a sequence, nor its type makes: "
                            + key.name());
        }
        if (cycles(connection, sequence)) {
            return new Answer.Refused(
                    "takes its keys from the sequence "
                            + sequence
                            + ", which begins anew at its end (CYCLE)");
        }
        UnusedKeys.Counter counter = wanted -> numbers(connection, key, sequence, wanted);
        return new Answer.Given(
                unused
                        ? new UnusedKeys(counter, keys -> unused(connection, shape, keys))
                                .take(shape.table().name(), count)
                        : counter.next(count),
                true);
    }

    /** Why an error means that there are no keys; null if it is weather. */
    private static @Nullable String cannot(SQLException e) {
        if (e instanceof Reservation.Unusable) {
            return e.getMessage();
        }
        Code code = Failures.weather(e, "").code();
        return Failures.refusal(e) != null || code == Code.BUG || code == Code.MISSING_GRANT
                ? "has a key that cannot be made: " + e.getMessage()
                : null;
    }

    private static @Nullable String sequence(Connection connection, String table, String column)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SEQUENCE)) {
            query.setString(1, table);
            query.setString(2, column);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? QuotedName.of(row.getString(1), '`')
                                + "."
                                + QuotedName.of(row.getString(2), '`')
                        : null;
            }
        }
    }

    private static boolean cycles(Connection connection, String sequence) throws SQLException {
        return !texts(connection, "SELECT 1 FROM " + sequence + " WHERE cycle_option <> 0")
                .isEmpty();
    }

    private static List<Value> uuids(Connection connection, int count) throws SQLException {
        List<Value> keys = new ArrayList<>(count);
        for (String text : counted(connection, "UUID()", count)) {
            keys.add(new Value.Uuid(UUID.fromString(text)));
        }
        return keys;
    }

    private static List<Value> numbers(Connection connection, Codec key, String sequence, int count)
            throws SQLException {
        List<Value> keys = new ArrayList<>(count);
        for (String text : counted(connection, "NEXT VALUE FOR " + sequence, count)) {
            keys.add(key.number(new BigDecimal(text)));
        }
        return keys;
    }

    /** What an expression says so many times. */
    private static List<String> counted(Connection connection, String expression, int count)
            throws SQLException {
        List<String> texts = new ArrayList<>(count);
        while (texts.size() < count) {
            int some = Math.min(AT_ONCE_MAX, count - texts.size());
            String sql =
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                            + some
                            + ") SELECT "
                            + expression
                            + " FROM n";
            texts.addAll(texts(connection, sql));
        }
        return texts;
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private List<Value> unused(Connection connection, Shape shape, List<Value> keys)
            throws SQLException {
        String collection = shape.layout().collection();
        List<RowId> ids = keys.stream().map(key -> RowId.of(collection, key)).toList();
        List<Found> found = new RowLookup(connection, shapes).find(ids);
        List<Value> unused = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            if (found.get(i) instanceof Found.Seen(Image image, _) && image.isAbsent()) {
                unused.add(keys.get(i));
            }
        }
        return unused;
    }
}
