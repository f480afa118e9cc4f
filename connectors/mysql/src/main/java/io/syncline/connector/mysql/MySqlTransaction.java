package io.syncline.connector.mysql;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * A connection's transaction over several calls. A deadlock that the server breaks undoes all of
 * it, so nothing is tried again here.
 */
final class MySqlTransaction implements OpenTransaction {
    private static final String DOING = "Writing rows";

    private final MySqlTarget target;
    private final Transactions transactions;
    private final FlowCheckpoints checkpoints;
    private final Fence owner;
    private final Pool.Lease lease;
    private Set<String> kept = Set.of();
    private boolean ended;

    /**
     * Begins on a connection of its own.
     *
     * @param owner whose it is; its position is not looked at
     */
    MySqlTransaction(
            Pool pool,
            MySqlTarget target,
            Transactions transactions,
            FlowCheckpoints checkpoints,
            Fence owner) {
        this.target = target;
        this.transactions = transactions;
        this.checkpoints = checkpoints;
        this.owner = owner;
        this.lease = pool.lease();
        inside(
                connection -> {
                    connection.setAutoCommit(false);
                    checkpoints.sign(connection, owner);
                    return true;
                });
    }

    private <T> T inside(Pool.Work<T> work) {
        if (ended) {
            throw new IllegalStateException("The transaction has ended");
        }
        try {
            return work.with(lease.connection());
        } catch (SQLException e) {
            close();
            throw Failures.weather(e, DOING);
        } catch (EndpointException e) {
            close();
            throw e;
        }
    }

    @Override
    public List<Outcome> apply(List<Write> writes) {
        return inside(
                connection ->
                        kept.isEmpty()
                                ? target.inside(connection, writes)
                                : target.inside(connection, writes, kept));
    }

    @Override
    public void keep(Set<String> collections) {
        kept = Set.copyOf(collections);
    }

    @Override
    public void truncate(List<String> collections) {
        inside(
                connection -> {
                    target.empty(connection, collections);
                    return true;
                });
    }

    @Override
    public boolean commit(Position position) {
        Fence fence = new Fence(owner.flow(), owner.shard(), owner.epoch(), position);
        inside(
                connection -> {
                    checkpoints.check(connection, fence);
                    checkpoints.store(connection, fence);
                    return true;
                });
        try {
            transactions.commit(lease.connection());
            lease.connection().setAutoCommit(true);
            ended = true;
            lease.done();
            lease.close();
            return true;
        } catch (SQLException e) {
            close();
            if (Failures.lost(e)) {
                return false;
            }
            throw Failures.weather(e, DOING);
        }
    }

    /** The connection is not used again: the server undoes what it holds. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            lease.close();
        }
    }
}
