package io.syncline.connector.mysql;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads rows by their keys, on a connection of its caller. */
final class RowLookup {
    private static final int KEYS_AT_ONCE = 500;

    /** So many rows of a part are waited for, a second each; the rest is not looked at. */
    private static final int WAITS_MAX = 3;

    /** How rows are kept from changing until the transaction ends. */
    private enum Lock {
        NONE(""),
        SHARED(" LOCK IN SHARE MODE"),
        EXCLUSIVE(" FOR UPDATE");

        private final String sql;

        Lock(String sql) {
            this.sql = sql;
        }
    }

    private final Connection connection;
    private final Shapes shapes;

    RowLookup(Connection connection, Shapes shapes) {
        this.connection = connection;
        this.shapes = shapes;
    }

    /** What is found of these ids, in their order. */
    List<Found> find(List<RowId> ids) throws SQLException {
        Map<String, List<RowId>> byCollection = byCollection(ids);
        // Several statements are one view only inside a transaction that repeats its reads.
        boolean several = ids.size() > KEYS_AT_ONCE || byCollection.size() > 1;
        if (several) {
            begin("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        }
        Map<RowId, Row> rows = new HashMap<>();
        for (Map.Entry<String, List<RowId>> each : byCollection.entrySet()) {
            rows.putAll(rows(shapes.of(each.getKey()), each.getValue(), Lock.NONE));
        }
        if (several) {
            begin("COMMIT");
        }
        return ids.stream().map(id -> seen(rows.get(id))).toList();
    }

    /** The rows of these ids, whole or absent, in the view of the caller's transaction. */
    List<Image> inView(List<RowId> ids) throws SQLException {
        Map<RowId, Row> rows = new HashMap<>();
        for (Map.Entry<String, List<RowId>> each : byCollection(ids).entrySet()) {
            rows.putAll(rows(shapes.of(each.getKey()), each.getValue(), Lock.NONE));
        }
        List<Image> images = new ArrayList<>(ids.size());
        for (RowId id : ids) {
            Row row = rows.get(id);
            images.add(row == null ? Image.absent() : Image.whole(row));
        }
        return images;
    }

    /**
     * The same as of everything the server's log tells at this moment. A transaction is logged
     * before it can be seen, but holds its rows until it can: so they are read under a lock. Rows
     * that another transaction keeps are not waited for long. In a transaction of the caller.
     */
    List<Found> findLogged(List<RowId> ids) throws SQLException {
        Transactions.execute(connection, "SET innodb_lock_wait_timeout=1");
        Map<RowId, Row> rows = new HashMap<>();
        Set<RowId> kept = new HashSet<>();
        for (Map.Entry<String, List<RowId>> each : byCollection(ids).entrySet()) {
            Shape shape = shapes.of(each.getKey());
            List<RowId> own = each.getValue();
            for (int from = 0; from < own.size(); from += KEYS_AT_ONCE) {
                List<RowId> part = own.subList(from, Math.min(own.size(), from + KEYS_AT_ONCE));
                if (!shared(shape, part, rows)) {
                    oneByOne(shape, part, rows, kept);
                }
            }
        }
        Transactions.execute(connection, "SET innodb_lock_wait_timeout=DEFAULT");
        List<Found> found = new ArrayList<>();
        for (RowId id : ids) {
            found.add(kept.contains(id) ? Found.NotYet.NOT_YET : seen(rows.get(id)));
        }
        return found;
    }

    /** Whether the rows could be read under a lock. */
    private boolean shared(Shape shape, List<RowId> ids, Map<RowId, Row> into) throws SQLException {
        try {
            into.putAll(rows(shape, ids, Lock.SHARED));
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() != Failures.LOCK_WAIT) {
                throw e;
            }
            return false;
        }
    }

    private void oneByOne(Shape shape, List<RowId> ids, Map<RowId, Row> into, Set<RowId> kept)
            throws SQLException {
        int waits = 0;
        for (RowId id : ids) {
            if (waits == WAITS_MAX || !shared(shape, List.of(id), into)) {
                waits = Math.min(WAITS_MAX, waits + 1);
                kept.add(id);
            }
        }
    }

    private static Map<String, List<RowId>> byCollection(List<RowId> ids) {
        Map<String, List<RowId>> byCollection = new LinkedHashMap<>();
        for (RowId id : ids) {
            byCollection.computeIfAbsent(id.collection(), _ -> new ArrayList<>()).add(id);
        }
        return byCollection;
    }

    private static Found seen(@Nullable Row row) {
        Image image = row == null ? Image.absent() : Image.whole(row);
        return new Found.Seen(image, token(image));
    }

    private void begin(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (sql.startsWith("START")) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            }
            statement.execute(sql);
        }
    }

    /** The rows there are of these ids, locked until the transaction ends. */
    Map<RowId, Row> locked(Shape shape, List<RowId> ids) throws SQLException {
        return rows(shape, ids, Lock.EXCLUSIVE);
    }

    /** The rows there are of these ids; ids are compared exactly, whatever the server thinks. */
    private Map<RowId, Row> rows(Shape shape, List<RowId> ids, Lock lock) throws SQLException {
        Map<RowId, Row> rows = new HashMap<>();
        for (int from = 0; from < ids.size(); from += KEYS_AT_ONCE) {
            List<List<@Nullable Object>> keys = new ArrayList<>();
            for (RowId id : ids.subList(from, Math.min(ids.size(), from + KEYS_AT_ONCE))) {
                List<@Nullable Object> key = shape.key(id);
                if (key != null) {
                    keys.add(key);
                }
            }
            if (keys.isEmpty()) {
                continue;
            }
            String sql =
                    "SELECT "
                            + shape.selected(shape.allCodecs())
                            + " FROM "
                            + shape.table().quoted()
                            + " WHERE "
                            + shape.keyIn(keys.size())
                            + lock.sql;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Sql.bind(statement, keys);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        Row row = shape.row(result);
                        rows.put(shape.id(row), row);
                    }
                }
            }
        }
        return rows;
    }

    /** These servers keep no version with a row, so a token is a digest of all it holds. */
    static Token token(Image image) {
        Row row = image.row();
        if (row == null) {
            return new Token("absent");
        }
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < row.header().size(); i++) {
            values.put(row.header().names().get(i), Sql.digestible(row.at(i)));
        }
        StringBuilder text = new StringBuilder();
        values.forEach(
                (name, value) ->
                        text.append(name.length())
                                .append(':')
                                .append(name)
                                .append(value.length())
                                .append(':')
                                .append(value));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return new Token(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
