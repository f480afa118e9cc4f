package io.syncline.server.system;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Settings;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.filter.Predicate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL as a source, with a script that runs at chosen steps of the snapshot, and, if
 * asked, with chunks that answer by log positions instead of visibility: a transaction counts as
 * shown when its commit is in the log before the place where the log was when the chunk was read.
 */
final class StagedSource implements Endpoint, Source, Snapshots, Lookup {
    /** What happens between the engine's steps. Called by the engine's own thread. */
    interface Script {
        void beforeReading();

        void beforeChunk();

        /** Whether the stream must be waited for before the engine goes on. */
        boolean waiting();

        void told(Batch batch);
    }

    /** Opens the real connector's endpoints behind a script. */
    record Staged(Connector real, Script script, boolean watermarks) implements Connector {
        @Override
        public Set<String> types() {
            return Set.of("staged");
        }

        @Override
        public Set<String> schemes() {
            return Set.of();
        }

        @Override
        public Settings settings() {
            return real.settings();
        }

        @Override
        public Endpoint open(Config config, Context context) {
            return new StagedSource(real.open(config, context), script, watermarks);
        }
    }

    /** Whatever the engine asks for: the script counts on all rows in the first chunk. */
    private static final int ROWS = 10_000;

    private final Endpoint real;
    private final Script script;
    private final boolean watermarks;
    private final Map<Long, Position> commits = new ConcurrentHashMap<>();

    private StagedSource(Endpoint real, Script script, boolean watermarks) {
        this.real = real;
        this.script = script;
        this.watermarks = watermarks;
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        script.beforeReading();
        Reader reader = ((Source) real).read(position, selection);
        return new Reader() {
            @Override
            public @Nullable Batch poll(Duration wait) {
                Batch batch;
                do {
                    batch = reader.poll(script.waiting() ? Duration.ofMillis(100) : wait);
                } while (batch == null && script.waiting());
                if (batch instanceof Batch.Rows rows && rows.position() != null) {
                    commits.put(rows.transaction(), rows.position());
                }
                if (batch != null) {
                    script.told(batch);
                }
                return batch;
            }

            @Override
            public void acknowledge(Position place) {
                reader.acknowledge(place);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        script.beforeChunk();
        Position watermark = head();
        Chunk chunk = ((Snapshots) real).chunk(collection, filter, after, ROWS);
        Chunk.View byPosition =
                transaction -> {
                    Position commit = commits.get(transaction);
                    return commit != null && covers(watermark, commit);
                };
        return new Chunk(
                chunk.rows(),
                watermarks ? byPosition : chunk.view(),
                chunk.until(),
                chunk.next(),
                chunk.bytes());
    }

    @Override
    public Catalog catalog() {
        return real.catalog();
    }

    @Override
    public Health health() {
        return real.health();
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return ((Source) real).preflight(selection);
    }

    @Override
    public Position prepare(Selection selection) {
        return ((Source) real).prepare(selection);
    }

    @Override
    public Position head() {
        return ((Source) real).head();
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return ((Source) real).covers(reached, wanted);
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return ((Source) real).bytesBetween(reached, head);
    }

    @Override
    public void forget(Selection selection) {
        ((Source) real).forget(selection);
    }

    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        return ((Lookup) real).current(ids, atLeast);
    }
}
