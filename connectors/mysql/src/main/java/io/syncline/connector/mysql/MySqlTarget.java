package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.ChildrenFirst;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings batches of writes into tables, with the fence in the same transaction. */
final class MySqlTarget {
    private final Pool pool;
    private final Shapes shapes;
    private final Transactions transactions;
    private final FlowCheckpoints checkpoints;
    private final MySqlHolders holders;

    MySqlTarget(Pool pool, Shapes shapes, Transactions transactions, FlowCheckpoints checkpoints) {
        this.pool = pool;
        this.shapes = shapes;
        this.transactions = transactions;
        this.checkpoints = checkpoints;
        this.holders = new MySqlHolders(pool, shapes);
    }

    /** Who tells which rows are in the way of others. */
    MySqlHolders holders() {
        return holders;
    }

    /** See {@link io.syncline.core.endpoint.Target#apply}. */
    List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        Server server = pool.server();
        // Shapes may have to be read from the server, on a connection of their own.
        writes.forEach(write -> shapes.of(write.change().id().collection()));
        try {
            return transactions.run(
                    "Writing rows",
                    connection -> {
                        check(connection, fence);
                        List<Outcome> outcomes =
                                new BatchWriter(connection, shapes, server, writes.size())
                                        .write(writes);
                        // A refused row has to be parked durably before the position may pass it.
                        if (outcomes.stream().noneMatch(Outcome.Refused.class::isInstance)) {
                            store(connection, fence);
                        }
                        return outcomes;
                    },
                    _ -> writes.stream().map(_ -> (Outcome) Outcome.Unknown.UNKNOWN).toList());
        } catch (EndpointException e) {
            if (e.code() == Code.LAYOUT_MISMATCH) {
                writes.forEach(write -> shapes.forget(write.change().id().collection()));
            }
            throw e;
        }
    }

    /** See {@link io.syncline.core.endpoint.Fineness#secondDigits}. */
    int secondDigits(String collection, String field) {
        Table table = shapes.table(collection);
        Column column = table == null ? null : table.column(field);
        return column == null ? Fineness.DIGITS_MAX : column.secondDigits();
    }

    /** See {@link io.syncline.core.endpoint.Transacting#begin}. */
    OpenTransaction begin(String flow, int shard, long epoch) {
        Fence owner = new Fence(flow, shard, epoch, new Position(""));
        return new MySqlTransaction(pool, this, transactions, checkpoints, owner);
    }

    /** Makes the writes in a transaction that goes on. */
    List<Outcome> inside(Connection connection, List<Write> writes) throws SQLException {
        Server server = pool.server();
        writes.forEach(write -> shapes.of(write.change().id().collection()));
        return new BatchWriter(connection, shapes, server, writes.size()).write(writes);
    }

    /** The same; rows of some tables go along with no other. */
    List<Outcome> inside(Connection connection, List<Write> writes, Set<String> kept)
            throws SQLException {
        return new ChildrenFirst(
                        new Cascades(connection, shapes, kept), some -> inside(connection, some))
                .write(writes);
    }

    /** See {@link io.syncline.core.endpoint.Target#truncate}. */
    void truncate(List<String> collections, @Nullable Fence fence) {
        transactions.run(
                "Emptying tables",
                connection -> {
                    check(connection, fence);
                    empty(connection, collections);
                    store(connection, fence);
                    return true;
                });
    }

    /**
     * By DELETE: TRUNCATE would commit what came before it, the fence's lock with it. Children
     * before parents, in whatever order they were named.
     */
    void empty(Connection connection, List<String> collections) throws SQLException {
        List<String> left = new ArrayList<>(collections);
        while (!left.isEmpty()) {
            List<String> refused = new ArrayList<>();
            SQLException why = null;
            for (String each : left) {
                try {
                    Transactions.execute(
                            connection, "DELETE FROM " + shapes.of(each).table().quoted());
                } catch (SQLException e) {
                    if (Failures.refusal(e) != Outcome.Kind.FOREIGN_KEY) {
                        throw e;
                    }
                    refused.add(each);
                    why = e;
                }
            }
            if (why != null && refused.size() == left.size()) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.TARGET_FOREIGN_KEY,
                        "Rows of other tables refer to rows of " + refused + ".",
                        why);
            }
            left = refused;
        }
    }

    private void check(Connection connection, @Nullable Fence fence) throws SQLException {
        if (fence != null) {
            checkpoints.check(connection, fence);
        }
    }

    private void store(Connection connection, @Nullable Fence fence) throws SQLException {
        if (fence != null) {
            checkpoints.store(connection, fence);
        }
    }
}
