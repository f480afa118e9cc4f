package io.syncline.connector.postgres;

import io.syncline.core.change.RowBlock;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.EndpointException;
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
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL in its writing role. Safe for use by several threads: each call works in a session of
 * its own.
 *
 * <p>Triggers of the target fire as for any other writer; {@link #agree} names them.
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
    /** What the server says of a table that a foreign key leads to. */
    private static final String REFERRED_TO = "0A000";

    private final PostgresConnections connections;
    private final TargetSessions sessions;
    private final TableShapes shapes;
    private final @Nullable String schema;
    private final int pipelineMax;

    /**
     * A target; connects at first use.
     *
     * @param schema the schema that takes the place of every collection's own, or null
     * @param durable whether a write is on disk when its call returns. It has to be wherever it can
     *     be lost: the source is acknowledged right after it, and would not tell again what a crash
     *     of the target takes back.
     */
    PostgresTarget(
            PostgresConnections connections,
            TableShapes shapes,
            @Nullable String schema,
            boolean durable) {
        this(connections, shapes, schema, durable, Mirroring.PIPELINE_MAX);
    }

    /** A target that pipelines up to so many rows of a kind, and copies more. */
    PostgresTarget(
            PostgresConnections connections,
            TableShapes shapes,
            @Nullable String schema,
            boolean durable,
            int pipelineMax) {
        this.connections = connections;
        this.sessions = new TargetSessions(connections, durable);
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
                "comparing tables", connection -> Agreement.of(layouts, shapes, connection));
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

    @Override
    public void forget(String flow) {
        sessions.call(
                session -> {
                    CheckpointTable.forget(session.connection(), flow);
                    session.commit();
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
        if (!(rows instanceof PgBlock block)) {
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

    /** Which rows of some tables deletes in a session's transaction would take along. */
    Cascades cascades(TargetSession session, Set<String> kept) {
        return new Cascades(session.connection(), shapes, kept);
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
                        empty(session, collections);
                    }
                    session.commit();
                    return collections;
                });
    }

    /** All at once, because they may refer to each other; row by row where others refer to them. */
    void empty(TargetSession session, List<String> collections) throws SQLException {
        Savepoint before = session.savepoint();
        String tables = collections.stream().map(PgName::table).collect(Collectors.joining(", "));
        try {
            session.run("TRUNCATE " + tables);
            return;
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).equals(REFERRED_TO)) {
                throw e;
            }
            session.rollback(before);
        }
        List<TableShape> children = new ArrayList<>();
        for (String collection : collections) {
            children.add(shapes.of(collection, session.connection()));
        }
        children.sort(Comparator.comparingInt(TableShape::rank).reversed());
        for (TableShape shape : children) {
            try {
                session.run("DELETE FROM " + shape.table());
            } catch (SQLException e) {
                if (Refusals.kind(e) != Outcome.Kind.FOREIGN_KEY) {
                    throw e;
                }
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.TARGET_FOREIGN_KEY,
                        "The source has emptied %s, to which rows here refer: %s"
                                .formatted(shape.collection(), Refusals.words(e)),
                        e);
            }
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}
