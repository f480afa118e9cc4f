package io.syncline.testkit.connector;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.RealTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connector on a database of one test's own, and short words for what tests do with both. Used by
 * one thread.
 */
public final class Ground implements AutoCloseable {
    private static final AtomicInteger FLOWS = new AtomicInteger();

    private final Connector connector;
    private final Database database;
    private final String schema;
    private final Map<String, String> fixed;
    private final List<Endpoint> open = new ArrayList<>();
    private final List<Selection> prepared = new ArrayList<>();
    private @Nullable Endpoint endpoint;

    /**
     * A ground.
     *
     * @param schema what the connector puts before a table's name, with its dot
     */
    public Ground(Connector connector, FreshDatabase database, String schema) {
        this(connector, Database.of(database), schema, Map.of());
    }

    /**
     * A ground.
     *
     * @param schema what the connector puts before a table's name, with its dot
     * @param fixed settings of every endpoint
     */
    public Ground(
            Connector connector, FreshDatabase database, String schema, Map<String, String> fixed) {
        this(connector, Database.of(database), schema, fixed);
    }

    /**
     * A ground.
     *
     * @param schema what the connector puts before a table's name, with its dot
     * @param fixed settings of every endpoint
     */
    public Ground(
            Connector connector, Database database, String schema, Map<String, String> fixed) {
        this.fixed = Map.copyOf(fixed);
        this.connector = connector;
        this.database = database;
        this.schema = schema;
    }

    Connector connector() {
        return connector;
    }

    /** The endpoint of the test. */
    Endpoint endpoint() {
        Endpoint known = endpoint;
        if (known == null) {
            known = another(Map.of());
            endpoint = known;
        }
        return known;
    }

    Source source() {
        return (Source) endpoint();
    }

    /** A further endpoint on the same database, with some settings changed. */
    Endpoint another(Map<String, String> changed) {
        Map<String, String> settings = new TreeMap<>(Map.of("connection", database.uri()));
        settings.putAll(fixed);
        settings.putAll(changed);
        Endpoint made = connector.open(Config.of(connector.settings(), settings), new RealTime());
        open.add(made);
        return made;
    }

    /** The connector's name for a table. */
    String named(String table) {
        return schema + table;
    }

    void sql(String... statements) throws Exception {
        database.run(statements);
    }

    /** A selection of tables, prepared, which is forgotten after the test. */
    Selection prepared(String... tables) {
        Selection selection =
                new Selection(
                        "contract_" + FLOWS.incrementAndGet(),
                        List.of(tables).stream().map(this::named).sorted().toList());
        prepared.add(selection);
        return selection;
    }

    /** The batches until everything is told that is committed when this is called. */
    List<Batch> drain(Reader reader) {
        Position head = source().head();
        List<Batch> batches = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            Batch batch = reader.poll(Duration.ofMillis(50));
            if (batch != null) {
                batches.add(batch);
                Position place = place(batch);
                if (place != null && source().covers(place, head)) {
                    return batches;
                }
            }
        }
        throw new AssertionError("The head was never told: " + head + " after " + batches);
    }

    static @Nullable Position place(Batch batch) {
        return switch (batch) {
            case Batch.Rows rows -> rows.position();
            case Batch.Quiet(Position position) -> position;
            case Batch.Truncated _, Batch.Relayout _ -> null;
        };
    }

    /** A field of what is known of a row; null if it is not known, or there is no row. */
    static @Nullable Value field(Image image, String name) {
        Row row = image.row();
        return row == null ? null : row.get(name);
    }

    static List<Change> changes(List<Batch> batches) {
        List<Change> changes = new ArrayList<>();
        for (Batch batch : batches) {
            if (batch instanceof Batch.Rows rows) {
                changes.addAll(rows.changes());
            }
        }
        return changes;
    }

    @Override
    public void close() {
        prepared.forEach(selection -> source().forget(selection));
        open.forEach(Endpoint::close);
    }
}
