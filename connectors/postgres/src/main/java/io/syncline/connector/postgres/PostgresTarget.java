package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.change.RowBlock;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Loading;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.References;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL in its writing role. Safe for use by several threads: each call works in a session of
 * its own.
 *
 * <p>Triggers of the target fire as for any other writer unless they are to be suppressed; {@link
 * #agree} names them.
 */
final class PostgresTarget
        implements Target,
                Loading,
                Transacting,
                Checkpoints,
                Creation,
                Evolution,
                References,
                AutoCloseable {
    private final PostgresConnections connections;
    private final TargetSessions sessions;
    private final TableShapes shapes;
    private final @Nullable String schema;
    private final int pipelineMax;
    private final Triggers triggers;

    /**
     * A target; connects at first use.
     *
     * @param schema the schema that takes the place of every collection's own, or null
     * @param durable whether a write is on disk when its call returns. It has to be wherever it can
     *     be lost: the source is acknowledged right after it, and would not tell again what a crash
     *     of the target takes back.
     * @param triggers whether triggers fire for what is written
     */
    PostgresTarget(
            PostgresConnections connections,
            TableShapes shapes,
            @Nullable String schema,
            boolean durable,
            Triggers triggers) {
        this(connections, shapes, schema, durable, triggers, Mirroring.PIPELINE_MAX);
    }

    /** A target that pipelines up to so many rows of a kind, and copies more. */
    PostgresTarget(
            PostgresConnections connections,
            TableShapes shapes,
            @Nullable String schema,
            boolean durable,
            Triggers triggers,
            int pipelineMax) {
        this.connections = connections;
        this.sessions = new TargetSessions(connections, durable, triggers);
        this.triggers = triggers;
        this.shapes = shapes;
        this.schema = schema;
        this.pipelineMax = pipelineMax;
    }

    @Override
    public String localName(String collection) {
        String wanted = schema == null ? PgName.schema(collection) : schema;
        return wanted + "." + PgName.relation(collection);
    }

    @Override
    public List<Finding> agree(List<Layout> layouts) {
        layouts.forEach(shapes::agree);
        return connections.call(
                "comparing tables",
                connection -> Agreement.of(layouts, shapes, triggers, connection));
    }

    @Override
    public List<ForeignKey> foreignKeys(Set<String> collections) {
        return connections.call(
                "reading foreign keys", connection -> ForeignKeys.between(connection, collections));
    }

    @Override
    public void create(Layout layout) {
        sessions.call(
                session -> {
                    TableCreation.create(session, layout);
                    session.commit();
                    return layout;
                });
        shapes.agree(layout);
    }

    @Override
    public List<Finding> evolve(Layout layout) {
        List<Finding> notes =
                sessions.call(session -> new TableEvolution(session, layout).evolve());
        shapes.agree(layout);
        return notes;
    }

    @Override
    public void rekey(Layout layout) {
        sessions.call(
                session -> {
                    new TableEvolution(session, layout).rekey();
                    return layout;
                });
        shapes.agree(layout);
    }

    @Override
    public Map<Integer, Position> claim(String flow, long epoch) {
        return sessions.call(
                session -> {
                    CheckpointTable.make(session.connection());
                    var positions = CheckpointTable.claim(session.connection(), flow, epoch);
                    session.commit();
                    return positions;
                });
    }

    @Override
    public long latest(String flow) {
        return sessions.call(
                session -> {
                    CheckpointTable.make(session.connection());
                    long latest = CheckpointTable.latest(session.connection(), flow);
                    session.commit();
                    return latest;
                });
    }

    @Override
    public void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        sessions.call(
                session -> {
                    CheckpointTable.reshard(session.connection(), flow, epoch, positions);
                    session.commit();
                    return flow;
                });
    }

    /** Not in a writing session: who may open none any more has to be able to clear up. */
    @Override
    public void forget(String flow) {
        connections.call(
                "forgetting a flow",
                connection -> {
                    connection.setAutoCommit(false);
                    CheckpointTable.forget(connection, flow);
                    connection.commit();
                    return flow;
                });
    }

    @Override
    public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        try {
            return sessions.call(session -> apply(session, writes, fence));
        } catch (RuntimeException e) {
            // The table may have been altered: the next call reads it again.
            shapes.forget();
            throw e;
        }
    }

    private List<Outcome> apply(TargetSession session, List<Write> writes, @Nullable Fence fence)
            throws SQLException {
        Phases phases = connections.phases();
        if (!writes.isEmpty()) {
            String collection = writes.getFirst().change().id().collection();
            TableShape shape = shapes.of(collection, session.connection());
            if (shape.key().isEmpty()) {
                return new OrderedApply(session, shape, () -> FencedApply.commit(session, phases))
                        .run(writes, fence);
            }
        }
        return new FencedApply(session, shapes, pipelineMax, writes.size(), phases)
                .run(writes, fence);
    }

    @Override
    public boolean load(String collection, RowBlock rows, Fence fence) {
        // Unseen rows cannot be checked: they come one by one instead.
        if (triggers == Triggers.SUPPRESS || !(rows instanceof PgBlock block)) {
            return false;
        }
        try {
            return sessions.call(
                    session -> {
                        TableShape shape = shapes.of(collection, session.connection());
                        return BlockLoad.suits(shape, block)
                                && BlockLoad.load(
                                        session, shape, block, fence, connections.phases());
                    });
        } catch (RuntimeException e) {
            shapes.forget();
            throw e;
        }
    }

    @Override
    public OpenTransaction begin(String flow, int shard, long epoch) {
        Fence owner = new Fence(flow, shard, epoch, new Position(""));
        return new PostgresTransaction(sessions, this, owner, connections.phases());
    }

    /** Empties tables in a transaction that goes on. */
    void empty(TargetSession session, List<String> collections) throws SQLException {
        Emptying.empty(session, shapes, collections);
    }

    /** Which rows of some tables deletes in a session's transaction would take along. */
    Cascades cascades(TargetSession session, Set<String> kept) {
        return new Cascades(session, shapes, kept);
    }

    /** Makes the writes in a transaction that goes on. */
    List<Outcome> inside(TargetSession session, List<Write> writes) throws SQLException {
        try {
            return new FencedApply(
                            session, shapes, pipelineMax, writes.size(), connections.phases())
                    .within(writes);
        } catch (SQLException | RuntimeException e) {
            shapes.forget();
            throw e;
        }
    }

    @Override
    public void truncate(List<String> collections, @Nullable Fence fence) {
        sessions.call(
                session -> {
                    if (fence != null) {
                        CheckpointTable.fence(session.connection(), fence);
                    }
                    if (!collections.isEmpty()) {
                        Emptying.empty(session, shapes, collections);
                    }
                    session.commit();
                    return collections;
                });
    }

    @Override
    public void close() {
        sessions.close();
    }
}
