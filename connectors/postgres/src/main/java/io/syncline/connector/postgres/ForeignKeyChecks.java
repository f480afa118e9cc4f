package io.syncline.connector.postgres;

import io.syncline.core.change.RowId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Checks foreign keys in the server's place, where triggers are suppressed: the server's own checks
 * are triggers as well. After the writes and before the commit, one statement for each foreign key
 * looks for rows just written whose parent is not there, and one for rows that refer to what has
 * just gone. What is found is told as the server would have told it.
 *
 * <p>Parents that are found are locked as the server locks them ({@code FOR KEY SHARE}), so nobody
 * deletes them before the children are committed. A parent that goes is locked by its delete, so a
 * child that somebody else is about to commit is waited for and seen: each statement sees what was
 * committed before it began. The tables are locked first against new foreign keys.
 *
 * <p>Nothing is passed on: a delete that the server would pass on is refused as long as there are
 * rows that refer to it. For one part of a batch; used by one thread.
 */
final class ForeignKeyChecks {
    private static final String VIOLATED = "23503";
    private static final String GONE = "update or delete on table ";

    private final TargetSession session;
    private final Map<String, List<Item>> items;
    private final List<CheckedKey> keys;

    /** What rows had that may go, by the table and the columns. */
    private final Map<String, Map<List<String>, List<@Nullable String[]>>> old = new HashMap<>();

    private ForeignKeyChecks(
            TargetSession session, Map<String, List<Item>> items, List<CheckedKey> keys) {
        this.session = session;
        this.items = items;
        this.keys = keys;
    }

    /** Notes what writes may take away; to be called before they are made. */
    static ForeignKeyChecks before(TargetSession session, List<Item> part) throws SQLException {
        if (!session.suppressing() || part.isEmpty()) {
            return new ForeignKeyChecks(session, Map.of(), List.of());
        }
        Map<String, List<Item>> items =
                part.stream()
                        .collect(
                                Collectors.groupingBy(
                                        item -> item.shape().table(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        List<String> tables = List.copyOf(items.keySet());
        session.run("LOCK TABLE " + String.join(", ", tables) + " IN ROW EXCLUSIVE MODE");
        Suppression.still(session.connection(), tables);
        ForeignKeyChecks checks =
                new ForeignKeyChecks(session, items, CheckedKey.of(session.connection(), tables));
        for (List<Item> each : items.values()) {
            checks.note(each);
        }
        return checks;
    }

    private void note(List<Item> writes) throws SQLException {
        TableShape shape = writes.getFirst().shape();
        Map<List<String>, List<@Nullable String[]>> had = new HashMap<>();
        for (CheckedKey key : keys) {
            if (key.parent().equals(shape.table()) && !had.containsKey(key.to())) {
                List<Item> leaving =
                        writes.stream().filter(item -> mayTake(item, key.to())).toList();
                had.put(key.to(), leaving.isEmpty() ? List.of() : read(shape, key.to(), leaving));
            }
        }
        old.put(shape.table(), had);
    }

    /** Whether an item may take these columns' values away from its row. */
    private static boolean mayTake(Item item, List<String> columns) {
        return switch (item.step()) {
            case DELETE, MOVE -> true;
            case UPDATE, INSERT -> {
                List<String> key = item.shape().key().stream().map(TargetColumn::name).toList();
                yield columns.stream()
                        .anyMatch(name -> item.names().contains(name) && !key.contains(name));
            }
        };
    }

    private List<@Nullable String[]> read(TableShape shape, List<String> columns, List<Item> which)
            throws SQLException {
        String sql =
                "SELECT %s FROM %s s JOIN %s d ON %s FOR UPDATE OF d"
                        .formatted(
                                columns.stream()
                                        .map(name -> "d." + PgName.quote(name) + "::text")
                                        .collect(Collectors.joining(", ")),
                                ColumnArrays.source(shape.key()),
                                shape.table(),
                                shape.sameKey());
        List<@Nullable String[]> found = new ArrayList<>();
        try (PreparedStatement query = session.connection().prepareStatement(sql)) {
            ColumnArrays.bind(query, which.stream().map(ForeignKeyChecks::keyBefore).toList());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    @Nullable String[] texts = new String[columns.size()];
                    boolean whole = true;
                    for (int i = 0; i < texts.length; i++) {
                        texts[i] = row.getString(i + 1);
                        whole &= texts[i] != null;
                    }
                    if (whole) {
                        found.add(texts);
                    }
                }
            }
        }
        return found;
    }

    private static @Nullable String[] keyBefore(Item item) {
        RowId from = item.write().change().from();
        return Item.key(from == null ? item.write().change().id() : from);
    }

    /**
     * Looks for what the writes have broken; to be called after they were made.
     *
     * @param written whether an item was
     * @throws SQLException the server's for a foreign key that is not kept
     */
    void after(Predicate<Item> written) throws SQLException {
        for (CheckedKey key : keys) {
            List<Item> children = items.getOrDefault(key.child(), List.of());
            refers(
                    key,
                    children.stream()
                            .filter(written)
                            .filter(item -> maySet(item, key.fields()))
                            .toList());
            List<@Nullable String[]> gone =
                    old.getOrDefault(key.parent(), Map.of()).getOrDefault(key.to(), List.of());
            if (!gone.isEmpty()) {
                List<String> columns =
                        IntStream.range(0, key.to().size()).mapToObj(CheckedKey::column).toList();
                none(key, key.left(texts(columns)), gone, GONE + key.parent());
            }
        }
    }

    /** Rows of texts under these names. */
    private static String texts(List<String> columns) {
        return "(SELECT * FROM unnest(%s) u(%s))"
                .formatted(
                        columns.stream().map(_ -> "?::text[]").collect(Collectors.joining(", ")),
                        String.join(", ", columns));
    }

    private static boolean maySet(Item item, List<String> columns) {
        return switch (item.step()) {
            case DELETE -> false;
            case MOVE, INSERT -> true;
            case UPDATE -> !Collections.disjoint(item.names(), columns);
        };
    }

    private void refers(CheckedKey key, List<Item> written) throws SQLException {
        if (!written.isEmpty()) {
            TableShape shape = written.getFirst().shape();
            String sql = key.lacking(ColumnArrays.source(shape.key()), shape.sameKey());
            List<@Nullable String[]> ids = new ArrayList<>(written.size());
            written.forEach(item -> ids.add(Item.key(item.write().change().id())));
            none(key, sql, ids, "insert or update on table " + key.child());
        }
    }

    /** Fails if a statement counts anything. */
    private void none(CheckedKey key, String sql, List<@Nullable String[]> parameters, String what)
            throws SQLException {
        try (PreparedStatement query = session.connection().prepareStatement(sql)) {
            ColumnArrays.bind(query, parameters);
            fail(key, query, what);
        }
    }

    private static void fail(CheckedKey key, PreparedStatement query, String what)
            throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            if (row.getLong(1) > 0) {
                // As the server says it.
                throw new PSQLException(
                        new ServerErrorMessage(
                                "SERROR\0C"
                                        + VIOLATED
                                        + "\0M"
                                        + what
                                        + " violates foreign key constraint "
                                        + PgName.quote(key.name())
                                        + "\0"));
            }
        }
    }

    /**
     * Looks whether rows refer to a table that was just emptied, row by row.
     *
     * @throws SQLException the server's if there are any
     */
    static void emptied(TargetSession session, TableShape shape) throws SQLException {
        if (!session.suppressing()) {
            return;
        }
        for (CheckedKey key : CheckedKey.of(session.connection(), List.of(shape.table()))) {
            if (key.parent().equals(shape.table())) {
                try (PreparedStatement query = session.connection().prepareStatement(key.any())) {
                    fail(key, query, GONE + key.parent());
                }
            }
        }
    }
}
