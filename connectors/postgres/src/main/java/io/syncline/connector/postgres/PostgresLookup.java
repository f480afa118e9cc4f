package io.syncline.connector.postgres;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows by key, all in one snapshot.
 *
 * <p>A place is taken to be visible once the log is flushed past it. This leaves a gap: a
 * transaction is in the log a moment before it is visible, and for as long as it waits for a
 * synchronous standby. A caller that needs certainty there looks again after the transaction it
 * read of shows in {@code pg_current_snapshot()}.
 */
final class PostgresLookup implements Lookup {
    private static final Pattern LSN = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");

    private final PostgresConnections connections;
    private final TableShapes shapes;

    PostgresLookup(PostgresConnections connections, TableShapes shapes) {
        this.connections = connections;
        this.shapes = shapes;
    }

    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        return connections.call("looking rows up", connection -> read(connection, ids, atLeast));
    }

    private List<Found> read(Connection connection, List<RowId> ids, @Nullable Position atLeast)
            throws SQLException {
        connection.setAutoCommit(false);
        // The place is compared before the snapshot is taken, which the next statement does.
        if (atLeast != null && !reached(connection, atLeast)) {
            return Collections.nCopies(ids.size(), Found.NotYet.NOT_YET);
        }
        connection.commit();
        try (var statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
        Found[] found = new Found[ids.size()];
        Map<String, List<Integer>> byCollection = new LinkedHashMap<>();
        for (int i = 0; i < found.length; i++) {
            found[i] = new Found.Seen(Image.absent(), Conditional.ABSENT);
            byCollection.computeIfAbsent(ids.get(i).collection(), _ -> new ArrayList<>()).add(i);
        }
        for (var entry : byCollection.entrySet()) {
            TableShape shape = shapes.of(entry.getKey(), connection);
            read(connection, new StoredRows(shape, shapes), ids, entry.getValue(), found);
        }
        return Arrays.asList(found);
    }

    private static void read(
            Connection connection,
            StoredRows rows,
            List<RowId> ids,
            List<Integer> places,
            Found[] found)
            throws SQLException {
        TableShape shape = rows.shape();
        List<TargetColumn> key = shape.key();
        // One array of text for each field of the key, whatever its type.
        String arrays = key.stream().map(_ -> "?::text[]").collect(Collectors.joining(", "));
        List<String> same = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            same.add("d." + key.get(i).quoted() + " = u.k" + i + "::" + key.get(i).sqlType());
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            names.add("k" + i);
        }
        String sql =
                "SELECT u.n, "
                        + shape.selected()
                        + " FROM unnest("
                        + arrays
                        + ") WITH ORDINALITY u("
                        + String.join(", ", names)
                        + ", n) JOIN "
                        + shape.table()
                        + " d ON "
                        + String.join(" AND ", same);
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < key.size(); i++) {
                int field = i;
                List<Value> column =
                        places.stream().map(place -> ids.get(place).key().get(field)).toList();
                List<Value> texts = column.stream().map(PostgresLookup::text).toList();
                query.setString(i + 1, PostgresTypes.literal(new Value.Items(texts)));
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    int place = places.get(row.getInt(1) - 1);
                    found[place] = new Found.Seen(rows.image(row, 2), rows.token(row, 2));
                }
            }
        }
    }

    private static Value text(Value value) {
        String literal = PostgresTypes.literal(value);
        return literal == null ? value : new Value.Text(literal);
    }

    private static boolean reached(Connection connection, Position atLeast) throws SQLException {
        Matcher lsn = LSN.matcher(atLeast.token());
        if (!lsn.find()) {
            throw new IllegalArgumentException("Not a place of PostgreSQL's: " + atLeast);
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT pg_current_wal_flush_lsn() >= ?::pg_lsn")) {
            query.setString(1, lsn.group());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
