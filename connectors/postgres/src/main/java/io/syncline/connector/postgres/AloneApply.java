package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Phases;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row that comes alone, and the fence, by one statement that is a transaction of its own:
 * a round trip instead of three, of which most of a change's delay consists when nothing else is to
 * be done. It holds only if exactly one row was written and the fence passed; whatever else is the
 * case, it fails whole, and the ordinary way finds out.
 */
final class AloneApply {
    /** What the server says if a part of it wrote nothing. */
    private static final String DIVISION_BY_ZERO = "22012";

    /** A table with rules takes no changes from within another statement. */
    private static final String NOT_SUPPORTED = "0A000";

    private final TargetSession session;
    private final Phases phases;

    AloneApply(TargetSession session, Phases phases) {
        this.session = session;
        this.phases = phases;
    }

    /** Whether a write may be tried so: one that demands nothing of what it meets. */
    static boolean suits(Item item) {
        return item.step() != Item.Step.MOVE
                && item.write().expect() instanceof Expect.Any
                && !item.shape().key().isEmpty()
                && item.form().writes(item.step());
    }

    /**
     * Writes it.
     *
     * @return what became of it, or null if it has to be written the ordinary way
     */
    @Nullable Outcome write(Item item, Fence fence) throws SQLException {
        phases.enter(Phases.Phase.COMMIT);
        try {
            session.alone(
                    connection -> {
                        try (PreparedStatement statement =
                                connection.prepareStatement(
                                        "WITH w AS ("
                                                + item.form().statement(item.step())
                                                + " RETURNING 1), "
                                                + CheckpointTable.FENCED
                                                + " SELECT 1 / (SELECT count(*) FROM w) / (SELECT count(*) FROM fenced)")) {
                            @Nullable String[] texts = item.texts();
                            TargetSession.bind(statement, 0, texts);
                            CheckpointTable.bind(statement, texts.length, fence);
                            statement.execute();
                        }
                    });
            return Outcome.applied();
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("08")) {
                // It may have been committed: nobody knows but the database.
                session.close();
                return Outcome.Unknown.UNKNOWN;
            }
            boolean otherwise = state.equals(DIVISION_BY_ZERO) || state.equals(NOT_SUPPORTED);
            if (!otherwise && Refusals.kind(e) == null) {
                throw Refusals.root(e);
            }
            return null;
        } finally {
            phases.leave(Phases.Phase.COMMIT);
        }
    }
}
