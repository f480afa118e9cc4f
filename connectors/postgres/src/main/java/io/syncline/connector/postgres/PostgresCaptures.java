package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.CaptureSettings;
import io.syncline.connector.jdbc.outbox.OutboxSource;
import io.syncline.connector.jdbc.polling.PollingSource;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capture.Method;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.filter.Predicate;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a PostgreSQL database's changes are noticed, and which of them is taken: the
 * one that was asked for, or else the log where it can be read, or else one that is allowed. Once
 * an outbox stands and is allowed, it stays. Safe for use by several threads.
 */
final class PostgresCaptures implements Source, Snapshots, Lookup, Capturing {
    private static final Duration OUTBOX_EVERY = Duration.ofMillis(200);
    private static final Duration POLLING_EVERY = Duration.ofSeconds(5);
    private static final Duration GONE_EVERY = Duration.ofMinutes(5);

    private static final List<String> OUTBOX_BLIND =
            List.of(
                    "A row that is changed twice between two looks is told once, as it is then;"
                            + " one that comes and goes between two looks may not be told at all.",
                    "When a partition is truncated, attached or detached, that is not noted.");

    private final PostgresConnections connections;
    private final CaptureSettings settings;
    private final PostgresSource log;
    private final PostgresSnapshots snapshots;
    private final PostgresLookup lookup;
    private final OutboxSource outbox;
    private final PollingSource polling;
    private volatile @Nullable Method chosen;

    PostgresCaptures(
            PostgresConnections connections,
            CaptureSettings settings,
            PostgresSource log,
            PostgresSnapshots snapshots,
            PostgresLookup lookup,
            TableShapes shapes,
            Context context) {
        this.connections = connections;
        this.settings = settings;
        this.log = log;
        this.snapshots = snapshots;
        this.lookup = lookup;
        ReplicaId replica = new ReplicaId(connections.url().place());
        PostgresOutbox outboxes = new PostgresOutbox(connections, lookup, shapes);
        this.outbox = new OutboxSource(outboxes, context, replica, settings.every(OUTBOX_EVERY));
        this.polling =
                new PollingSource(
                        new PostgresPolled(outboxes, connections, snapshots, shapes),
                        new PollingSource.Ways(
                                settings.changeColumn(),
                                settings.every(POLLING_EVERY),
                                settings.overlap(),
                                goneEvery()),
                        context,
                        replica);
    }

    private Method method() {
        Method known = settings.wanted() == null ? chosen : settings.wanted();
        if (known == null) {
            known = settings.allowed().isEmpty() ? Method.LOG : choice();
            chosen = known;
        }
        return known;
    }

    private Method choice() {
        return connections.call(
                "asking whether the log can be read",
                connection -> {
                    boolean outboxes =
                            settings.allowed().contains(Method.OUTBOX)
                                    && OutboxInstallation.exists(connection, OutboxTriggers.STATE);
                    try (Statement statement = connection.createStatement();
                            ResultSet row =
                                    statement.executeQuery(
                                            "SELECT current_setting('wal_level') = 'logical' AND"
                                                    + " (SELECT rolreplication OR rolsuper FROM"
                                                    + " pg_roles WHERE rolname = current_user)")) {
                        row.next();
                        return row.getBoolean(1) && !outboxes
                                ? Method.LOG
                                : settings.allowed().getFirst();
                    }
                });
    }

    private Source source() {
        return source(method());
    }

    private Source source(Method method) {
        return switch (method) {
            case LOG -> log;
            case OUTBOX -> outbox;
            case POLLING -> polling;
        };
    }

    /** Places of different ways have different forms. */
    private static Method of(Position position) {
        String token = position.token();
        return token.startsWith("outbox:")
                ? Method.OUTBOX
                : token.startsWith("polling:") ? Method.POLLING : Method.LOG;
    }

    private Duration goneEvery() {
        Duration given = settings.goneEvery();
        return given == null ? GONE_EVERY : given;
    }

    private List<String> blindPolling() {
        String column = settings.changeColumn();
        return List.of(
                "A row that is changed twice between two looks is told once, as it is then.",
                "Deleted rows and emptied tables are found every "
                        + goneEvery().toSeconds()
                        + " s, by looking for each of the destination's keys.",
                column == null
                        ? "Every table is read whole every " + goneEvery().toSeconds() + " s."
                        : "Of a table with "
                                + column
                                + ", a change that leaves "
                                + column
                                + " alone or NULL, or that commits more than "
                                + settings.overlap().toSeconds()
                                + " s after it was set; tables without it are read whole every "
                                + goneEvery().toSeconds()
                                + " s.");
    }

    @Override
    public Capture capture() {
        return switch (method()) {
            case LOG -> Capture.log();
            case OUTBOX ->
                    new Capture(
                            Method.OUTBOX,
                            settings.every(OUTBOX_EVERY),
                            OUTBOX_BLIND,
                            true,
                            settings.goneEvery());
            case POLLING ->
                    new Capture(
                            Method.POLLING,
                            settings.every(POLLING_EVERY),
                            blindPolling(),
                            true,
                            goneEvery());
        };
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return source().preflight(selection);
    }

    @Override
    public List<Finding> preflight(Selection selection, int beside) {
        return source().preflight(selection, beside);
    }

    @Override
    public Position prepare(Selection selection) {
        return source().prepare(selection);
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        if (position != null && of(position) != method()) {
            throw new EndpointException(
                    Kind.HISTORY_LOST,
                    Code.BAD_CAPTURE,
                    "The changes were noticed in another way before: " + position.token());
        }
        return source().read(position, selection);
    }

    @Override
    public Position head() {
        return source().head();
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return of(reached) == of(wanted) && source(of(reached)).covers(reached, wanted);
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return of(reached) == of(head) ? source(of(reached)).bytesBetween(reached, head) : 0;
    }

    /** Whatever was made, in whichever way it was read before. */
    @Override
    public void forget(Selection selection) {
        log.forget(selection);
        outbox.forget(selection);
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        if (method() == Method.LOG) {
            return snapshots.chunk(collection, filter, after, rowsMax);
        }
        PostgresSnapshots.Piece piece = snapshots.piece(collection, filter, after, rowsMax);
        // Nothing that is told later is in the chunk already: it shows rows as they are then.
        return new Chunk(piece.rows(), _ -> false, head(), piece.next(), piece.bytes());
    }

    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        // What was told without a log was visible; a view of later shows it.
        return lookup.current(ids, atLeast == null || of(atLeast) != Method.LOG ? null : atLeast);
    }
}
