package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Phases.Phase;
import io.syncline.core.endpoint.Selection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what a reader reads: a stream, which tells a change as soon as it is committed, or of a
 * backlog large pieces, which cost the server less. Used by the reader's thread.
 */
final class PostgresReading {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresReading.class);

    /** With less left than this a stream does as well. */
    private static final long REST_BYTES = 512L << 10;

    /** How long a server that could not do it, or gained nothing by it, is not asked again. */
    private static final long AGAIN_NANOS = 60_000_000_000L;

    /** Two seconds for a sender that has not noticed yet that its reader is gone. */
    private static final int RELEASE_TRIES = 40;

    private final PostgresConnections connections;
    private final PostgresSource source;
    private final Selection selection;
    private final boolean binary;
    private final BulkBounds bounds;
    private final @Nullable SharedMember member;
    private final Context context;
    private boolean resting;
    private long restingSince;

    /**
     * @param member by which a stream is shared with others; null for never
     */
    PostgresReading(
            PostgresConnections connections,
            PostgresSource source,
            Selection selection,
            boolean binary,
            BulkBounds bounds,
            @Nullable SharedMember member,
            Context context) {
        this.connections = connections;
        this.source = source;
        this.selection = selection;
        this.binary = binary;
        this.bounds = bounds;
        this.member = member;
        this.context = context;
    }

    /** Opens what suits the log that lies behind a place. */
    PgMessages open(long from) throws SQLException {
        PgMessages bulk = behind(from) ? bulk(from) : null;
        return bulk == null ? stream(from) : bulk;
    }

    /** Opens a stream of all that was committed behind a place. */
    private PgMessages stream(long from) throws SQLException {
        for (int i = 0; ; i++) {
            try {
                return PgStream.start(
                        connections.replication(),
                        PostgresSlots.name(selection),
                        from,
                        PostgresSlots.publications(selection),
                        binary,
                        selection.echoes());
            } catch (SQLException e) {
                // Whoever of us had the slot before may not have let go of it yet.
                if (!PostgresSlots.IN_USE.equals(e.getSQLState()) || i == RELEASE_TRIES) {
                    throw e;
                }
                context.sleep(PostgresSlots.RELEASE);
            }
        }
    }

    /** What reads on where a stream has nothing more: itself, or one that others read too. */
    PgMessages atRest(PgMessages now, long from) {
        Follower found = member == null || !(now instanceof PgStream) ? null : member.at(from);
        if (found == null) {
            return now;
        }
        phases().enter(Phase.SWITCH);
        try {
            now.close();
            return found;
        } finally {
            phases().leave(Phase.SWITCH);
        }
    }

    /** Nothing is read any more. */
    void close() {
        if (member != null) {
            member.close();
        }
    }

    /** What reads on behind a place where that which was over ended. */
    PgMessages after(PgMessages over, long from) throws SQLException {
        phases().enter(Phase.SWITCH);
        try {
            over.close();
            if (over instanceof BulkRead bulk && bulk.pinned()) {
                LOG.info("A transaction is open for so long that the stream is read from here on");
                rest();
            }
            return stream(from);
        } finally {
            phases().leave(Phase.SWITCH);
        }
    }

    private Phases phases() {
        return context.phases();
    }

    private void rest() {
        resting = true;
        restingSince = context.nanos();
    }

    /** What reads on behind a place, between two transactions: this, or something faster. */
    PgMessages faster(PgMessages now, long from) {
        if (!(now instanceof PgStream) || !behind(from)) {
            return now;
        }
        phases().enter(Phase.SWITCH);
        try {
            PgMessages bulk = bulk(from);
            if (bulk == null) {
                return now;
            }
            now.close();
            return bulk;
        } finally {
            phases().leave(Phase.SWITCH);
        }
    }

    private boolean behind(long from) {
        if (bounds.backlogBytes() == 0 || resting && context.nanos() - restingSince < AGAIN_NANOS) {
            return false;
        }
        return PgLsn.of(source.head()) - from >= bounds.backlogBytes();
    }

    private @Nullable PgMessages bulk(long from) {
        phases().enter(Phase.AHEAD);
        try {
            AheadSlot slot =
                    AheadSlot.of(connections.unlimited("reading in bulk"), selection, binary);
            return BulkRead.start(
                    slot,
                    "bulk-" + selection.flow(),
                    from,
                    Math.min(bounds.backlogBytes(), REST_BYTES),
                    bounds.pinnedBytes(),
                    context);
        } catch (SQLException | EndpointException e) {
            LOG.info("Reading the backlog by the stream, not in bulk: {}", e.getMessage());
            rest();
            return null;
        } finally {
            phases().leave(Phase.AHEAD);
        }
    }
}
