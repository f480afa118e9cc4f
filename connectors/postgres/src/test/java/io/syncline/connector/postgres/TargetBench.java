package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A target on a database of a test's own, and short words for writes to it. */
final class TargetBench implements AutoCloseable {
    static final Version VERSION = new Version(1, 0, new ReplicaId("a"));

    final FreshDatabase database;
    final Connection admin;
    final PostgresConnections connections;
    final TableShapes shapes = new TableShapes();

    TargetBench(FreshDatabase database) throws SQLException {
        this.database = database;
        this.admin = database.connect();
        this.connections = new PostgresConnections(PostgresUrl.parse(database.uri()), clock());
    }

    PostgresTarget target(int pipelineMax) {
        return new PostgresTarget(connections, shapes, null, true, Triggers.ACCEPT, pipelineMax);
    }

    PostgresTarget suppressing(int pipelineMax) {
        return new PostgresTarget(connections, shapes, null, true, Triggers.SUPPRESS, pipelineMax);
    }

    PostgresLookup lookup() {
        ToldTransactions told = new ToldTransactions(() -> PostgresLookup.view(connections));
        return new PostgresLookup(connections, shapes, told, new RealTime());
    }

    void run(String sql) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows, joined by a bar. */
    String read(String sql) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                text.append(text.isEmpty() ? "" : "|").append(row.getString(1));
            }
        }
        return text.toString();
    }

    static Fence fence(long epoch, String place) {
        return new Fence("flow", 0, epoch, new Position(place));
    }

    static RowId id(String collection, long id) {
        return RowId.of(collection, new Value.Int(id));
    }

    /** A row from names and values in turn. */
    static Row row(Object... parts) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            fields.put((String) parts[i], value(parts[i + 1]));
        }
        return Row.of(fields);
    }

    private static Value value(Object part) {
        return switch (part) {
            case null -> Value.nothing();
            case Value value -> value;
            case Number number -> new Value.Int(number.longValue());
            case Boolean flag -> new Value.Bool(flag);
            default -> new Value.Text(part.toString());
        };
    }

    static Write insert(String collection, long id, Row row) {
        return Write.any(Change.of(id(collection, id), Image.absent(), Image.whole(row), VERSION));
    }

    static Write update(String collection, long id, Row row) {
        return Write.any(
                Change.of(id(collection, id), Image.partial(row), Image.whole(row), VERSION));
    }

    static Write patch(String collection, long id, Row row) {
        return Write.any(
                Change.of(id(collection, id), Image.partial(row), Image.partial(row), VERSION));
    }

    static Write delete(String collection, long id) {
        return Write.any(Change.of(id(collection, id), Image.absent(), Image.absent(), VERSION));
    }

    static Write move(String collection, long from, long id, Image after) {
        return Write.any(
                new Change(
                        id(collection, id),
                        id(collection, from),
                        Image.partial(row("id", from)),
                        after,
                        VERSION));
    }

    static Context clock() {
        return new Context() {
            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public RandomGenerator random() {
                return RandomGenerator.getDefault();
            }

            @Override
            public void sleep(Duration time) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public void close() throws SQLException {
        connections.close();
        admin.close();
    }
}
