package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.CaptureSettings;
import io.syncline.connector.jdbc.outbox.OutboxSource;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capture.Method;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
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
 * The ways in which a MariaDB database's changes are noticed, and which of them is taken: the one
 * that was asked for, or else the binary log where there is one, or else an outbox if that is
 * allowed. Safe for use by several threads.
 */
final class MySqlCaptures implements Source, Snapshots, Capturing {
    private static final Duration OUTBOX_EVERY = Duration.ofMillis(200);
    private static final Duration GONE_EVERY = Duration.ofMinutes(5);

    private final Pool pool;
    private final CaptureSettings settings;
    private final MySqlSource log;
    private final MySqlSnapshots snapshots;
    private final OutboxSource outbox;
    private volatile @Nullable Method chosen;

    MySqlCaptures(
            Pool pool,
            CaptureSettings settings,
            Shapes shapes,
            MySqlSource log,
            MySqlSnapshots snapshots,
            Context context) {
        this.pool = pool;
        this.settings = settings;
        this.log = log;
        this.snapshots = snapshots;
        this.outbox =
                new OutboxSource(
                        new MySqlOutbox(pool, shapes),
                        context,
                        new ReplicaId(pool.address().place()),
                        settings.every(OUTBOX_EVERY));
    }

    private Method method() {
        Method known = settings.wanted() == null ? chosen : settings.wanted();
        if (known == null) {
            known = settings.allowed().contains(Method.OUTBOX) ? choice() : Method.LOG;
            chosen = known;
        }
        if (known == Method.POLLING) {
            throw new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.BAD_CAPTURE,
                    "capture: polling is for PostgreSQL only; here it can be log or outbox");
        }
        return known;
    }

    private Method choice() {
        return pool.read(
                "Asking whether there is a binary log",
                connection -> {
                    boolean outboxes =
                            OutboxInstallation.exists(connection, OutboxInstallation.STATE);
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SELECT @@log_bin")) {
                        row.next();
                        return row.getBoolean(1) && !outboxes ? Method.LOG : Method.OUTBOX;
                    }
                });
    }

    private Source source() {
        return method() == Method.OUTBOX ? outbox : log;
    }

    /** Places of different ways have different forms. */
    private static boolean logged(Position position) {
        return !position.token().startsWith("outbox:");
    }

    @Override
    public Capture capture() {
        if (method() == Method.LOG) {
            return Capture.log();
        }
        Duration gone = settings.goneEvery();
        return new Capture(
                Method.OUTBOX,
                settings.every(OUTBOX_EVERY),
                List.of(
                        "A row that is changed twice between two looks is told once, as it is then;"
                                + " one that comes and goes between two looks may not be told at all.",
                        "TRUNCATE and what foreign keys cascade run no trigger: rows that are gone"
                                + " are looked for now and then, other cascades are not seen."),
                true,
                gone == null ? GONE_EVERY : gone);
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return source().preflight(selection);
    }

    @Override
    public Position prepare(Selection selection) {
        return source().prepare(selection);
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        if (position != null && logged(position) != (method() == Method.LOG)) {
            throw new EndpointException(
                    Kind.HISTORY_LOST,
                    Code.BAD_CAPTURE,
                    "The changes were noticed in another way before");
        }
        return source().read(position, selection);
    }

    @Override
    public Position head() {
        return source().head();
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return logged(reached) == logged(wanted)
                && (logged(reached) ? log : outbox).covers(reached, wanted);
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return logged(reached) && logged(head) ? log.bytesBetween(reached, head) : 0;
    }

    /** Whatever was made, in whichever way it was read before. */
    @Override
    public void forget(Selection selection) {
        log.forget(selection);
        outbox.forget(selection);
    }

    /** The place that a look-up has to show; none where what is told was visible before. */
    @Nullable Position demanded(@Nullable Position atLeast) {
        return atLeast == null || !logged(atLeast) ? null : atLeast;
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        return method() == Method.LOG
                ? snapshots.chunk(collection, filter, after, rowsMax)
                : snapshots.chunk(collection, filter, after, rowsMax, this::head);
    }
}
