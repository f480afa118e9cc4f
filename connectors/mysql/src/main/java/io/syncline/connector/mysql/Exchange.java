package io.syncline.connector.mysql;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that hand unique values to each other in a ring, so that none can go first.
 * First all of them let go of their values: by a NULL, or where a column takes none, by leaving the
 * table. Then each is written as it is to be. A row that is refused even so is taken out of the
 * ring, and the others begin again.
 */
final class Exchange {
    private final Connection connection;
    private final Statements statements;
    private final RowLookup lookup;
    private final long packetBytesMax;

    Exchange(Connection connection, Statements statements, RowLookup lookup, long packetBytesMax) {
        this.connection = connection;
        this.statements = statements;
        this.lookup = lookup;
        this.packetBytesMax = packetBytesMax;
    }

    /** Writes as many as can be written; the others are as they were. Returns those written. */
    List<Pending> pass(List<Pending> wanting) throws SQLException {
        List<Pending> ring = new ArrayList<>(wanting);
        while (ring.size() > 1) {
            Transactions.execute(connection, "SAVEPOINT ring");
            Set<Integer> refused = attempt(ring);
            if (refused.isEmpty()) {
                return ring;
            }
            Transactions.execute(connection, "ROLLBACK TO SAVEPOINT ring");
            ring.removeIf(each -> refused.contains(each.index()));
        }
        return List.of();
    }

    /** The places of those that were refused. */
    private Set<Integer> attempt(List<Pending> ring) throws SQLException {
        List<Pending> ready = new ArrayList<>();
        Set<Integer> refused = new LinkedHashSet<>();
        for (Pending each : ring) {
            List<String> blank = blank(each);
            Pending freed = blank == null ? left(each) : each;
            if (freed == null) {
                refused.add(each.index());
            } else {
                ready.add(freed);
                if (blank != null) {
                    blank(each, blank);
                }
            }
        }
        for (Pending each : ready) {
            if (!written(each)) {
                refused.add(each.index());
            }
        }
        return refused;
    }

    private boolean written(Pending each) throws SQLException {
        try {
            Outcome outcome = statements.run(List.of(each)).getFirst();
            return outcome instanceof Outcome.Applied;
        } catch (SQLException e) {
            if (Failures.refusal(e) == null) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Columns whose NULL frees every unique value that the write changes, and which it fills again;
     * null if there are none such.
     */
    private static @Nullable List<String> blank(Pending write) {
        Table table = write.shape().table();
        Set<String> columns = new LinkedHashSet<>();
        for (Table.Index index : table.indexes()) {
            boolean key =
                    Set.copyOf(index.columns()).equals(Set.copyOf(write.shape().layout().key()));
            boolean written = index.columns().stream().anyMatch(write.fields()::contains);
            if (index.unique() && !key && written) {
                String free =
                        index.columns().stream()
                                .filter(name -> mayBeNull(table, name))
                                .filter(name -> write.fields().contains(name))
                                .filter(name -> !write.inKey(name))
                                .findFirst()
                                .orElse(null);
                if (free == null) {
                    return null;
                }
                columns.add(free);
            }
        }
        return List.copyOf(columns);
    }

    private static boolean mayBeNull(Table table, String name) {
        Column column = table.column(name);
        return column != null && column.nullable() && !column.generated();
    }

    private void blank(Pending write, List<String> columns) throws SQLException {
        Shape shape = write.shape();
        String sql =
                "UPDATE "
                        + shape.table().quoted()
                        + " SET "
                        + columns.stream()
                                .map(name -> shape.codec(name).quoted() + "=NULL")
                                .collect(Collectors.joining(","))
                        + " WHERE "
                        + shape.keyIn(1);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, List.of(write.key()));
            statement.executeUpdate();
        }
    }

    /**
     * Takes the row out of the table, and returns the write that puts it back as it is to be; null
     * where that could harm: other rows that go with it, triggers, columns that nobody tells.
     */
    private @Nullable Pending left(Pending write) throws SQLException {
        Shape shape = write.shape();
        Table table = shape.table();
        Change change = write.write().change();
        Row after = change.after().row();
        boolean harmless =
                !table.referenced()
                        && table.triggers().isEmpty()
                        && table.columns().stream()
                                .filter(column -> !column.generated())
                                .allMatch(column -> shape.codecs().containsKey(column.name()));
        if (!harmless || after == null) {
            return null;
        }
        Row before = lookup.locked(shape, List.of(change.id())).get(change.id());
        if (before == null && !(change.after() instanceof Image.Whole)) {
            return null;
        }
        Row whole = before == null ? after : before.overlaid(after);
        Write put =
                Write.any(
                        Change.of(
                                change.id(), Image.absent(), Image.whole(whole), change.version()));
        statements.delete(List.of(write));
        return Pending.of(write.index(), put, shape, packetBytesMax)
                        instanceof Pending.Made.Ready(Pending ready)
                ? ready
                : null;
    }
}
