package io.syncline.connector.postgres;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL database. Each role is a part of its own; this class only joins them. Safe for use
 * by several threads.
 */
final class PostgresEndpoint implements Endpoint, Source, Snapshots {
    private final PostgresConnections connections;
    private final PostgresSource source;
    private final PostgresSnapshots snapshots;

    /** Connects to nothing yet. */
    PostgresEndpoint(PostgresUrl url, Context context) {
        this.connections = new PostgresConnections(url, context);
        this.source = new PostgresSource(connections, context, new ReplicaId(url.place()));
        this.snapshots = new PostgresSnapshots(connections);
    }

    @Override
    public Catalog catalog() {
        return connections.call(
                "reading the catalog",
                connection ->
                        new Catalog(
                                PostgresCatalog.all(connection).values().stream()
                                        .map(PgTable::layout)
                                        .toList()));
    }

    @Override
    public Health health() {
        try {
            return connections.call(
                    "asking for its version",
                    connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.setQueryTimeout(3);
                            try (ResultSet row =
                                    statement.executeQuery(
                                            "SELECT 'PostgreSQL ' ||"
                                                    + " current_setting('server_version')")) {
                                row.next();
                                return new Health(true, row.getString(1));
                            }
                        }
                    });
        } catch (EndpointException e) {
            return new Health(false, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return source.preflight(selection);
    }

    @Override
    public Position prepare(Selection selection) {
        return source.prepare(selection);
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        return source.read(position, selection);
    }

    @Override
    public Position head() {
        return source.head();
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return source.covers(reached, wanted);
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return source.bytesBetween(reached, head);
    }

    @Override
    public void forget(Selection selection) {
        source.forget(selection);
    }

    @Override
    public Chunk chunk(String collection, @Nullable SnapshotPosition after, int rowsMax) {
        return snapshots.chunk(collection, after, rowsMax);
    }
}
