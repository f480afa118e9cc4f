package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.ChildrenFirst;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * A session's transaction over several calls. Deferrable constraints are looked at with each call:
 * at the commit the server would name none of the rows that they refuse.
 */
final class PostgresTransaction implements OpenTransaction {
    private final TargetSessions sessions;
    private final TargetSession session;
    private final PostgresTarget target;
    private final Fence owner;
    private final Phases phases;
    private ChildrenFirst.Writer writer;
    private boolean ended;

    /**
     * Begins in a session that is given back when it ends.
     *
     * @param owner whose it is; its position is not looked at
     */
    PostgresTransaction(
            TargetSessions sessions, PostgresTarget target, Fence owner, Phases phases) {
        this.sessions = sessions;
        this.session = sessions.borrow();
        this.target = target;
        this.owner = owner;
        this.phases = phases;
        this.writer = writes -> target.inside(session, writes);
        inside(
                () -> {
                    session.begin(owner.flow(), "SET CONSTRAINTS ALL IMMEDIATE");
                    return true;
                });
    }

    @FunctionalInterface
    private interface Work<T> {
        T make() throws SQLException;
    }

    private <T> T inside(Work<T> work) {
        if (ended) {
            throw new IllegalStateException("The transaction has ended");
        }
        try {
            return work.make();
        } catch (SQLException e) {
            close();
            throw FencedApply.failure(e);
        } catch (EndpointException e) {
            close();
            throw e;
        }
    }

    @Override
    public List<Outcome> apply(List<Write> writes) {
        return inside(() -> writer.write(writes));
    }

    @Override
    public void keep(Set<String> collections) {
        ChildrenFirst first =
                new ChildrenFirst(
                        target.cascades(session, collections),
                        writes -> target.inside(session, writes));
        writer = first::write;
    }

    @Override
    public void truncate(List<String> collections) {
        inside(
                () -> {
                    target.empty(session, collections);
                    return true;
                });
    }

    @Override
    public boolean commit(Position position) {
        boolean answered =
                inside(
                        () -> {
                            CheckpointTable.fence(
                                    session.connection(),
                                    new Fence(
                                            owner.flow(), owner.shard(), owner.epoch(), position));
                            return FencedApply.commit(session, phases);
                        });
        ended = true;
        sessions.giveBack(session, answered);
        return answered;
    }

    /** The session is not used again: what it holds is undone when its connection ends. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            sessions.giveBack(session, false);
        }
    }
}
