package io.syncline.connector.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.mongo.StandInMongo;
import io.syncline.testkit.system.RealTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/** A fresh database, an endpoint on it, and short words for what tests do with them. */
final class Place implements AutoCloseable {
    static final Version VERSION = new Version(1, 0, new ReplicaId("source"));

    private static final StandInMongo SHARED = StandInMongo.start();

    final String uri;
    final MongoEndpoint endpoint;
    final MongoClient client;
    final MongoDatabase database;
    final Context context = new RealTime();

    Place(String uri, Map<String, String> settings) {
        this.uri = uri;
        Map<String, String> all = new TreeMap<>(settings);
        all.put("connection", uri);
        MongoConnector connector = new MongoConnector();
        this.endpoint =
                (MongoEndpoint) connector.open(Config.of(connector.settings(), all), context);
        this.client = MongoClients.create(uri);
        this.database = client.getDatabase(database(uri));
    }

    Place(Map<String, String> settings) {
        this(SHARED.freshUri(), settings);
    }

    Place() {
        this(Map.of());
    }

    static StandInMongo shared() {
        return SHARED;
    }

    static String database(String uri) {
        return new ConnectionString(uri).getDatabase();
    }

    MongoCollection<Document> raw(String name) {
        return database.getCollection(name);
    }

    /** The only document of a collection with this id. */
    Document document(String name, Object id) {
        return raw(name).find(new Document("_id", id)).first();
    }

    static Field field(String name, FieldType type) {
        return new Field(name, type, !name.equals("id"));
    }

    static Layout layout(String name, Field... fields) {
        return new Layout(name, List.of(fields), List.of("id"), List.of(), -1);
    }

    /** Makes the collection and agrees on it. */
    Layout made(Layout layout) {
        endpoint.create(layout);
        endpoint.agree(List.of(layout));
        return layout;
    }

    static Value whole(long number) {
        return new Value.Int(number);
    }

    static Value text(String text) {
        return new Value.Text(text);
    }

    static Write store(String collection, Row row) {
        return store(collection, row, Expect.any());
    }

    static Write store(String collection, Row row, Expect expect) {
        RowId id = RowId.of(collection, row.get("id"));
        return new Write(Change.of(id, Image.absent(), Image.whole(row), VERSION), expect);
    }

    static Write change(String collection, Row known, Expect expect) {
        RowId id = RowId.of(collection, known.get("id"));
        return new Write(
                Change.of(id, Image.partial(known), Image.partial(known), VERSION), expect);
    }

    static Write delete(String collection, Value id, Expect expect) {
        return new Write(
                Change.of(RowId.of(collection, id), Image.absent(), Image.absent(), VERSION),
                expect);
    }

    static Write move(String collection, Value from, Image after, Value to) {
        return Write.any(
                new Change(
                        RowId.of(collection, to),
                        RowId.of(collection, from),
                        Image.absent(),
                        after,
                        VERSION));
    }

    List<Outcome> apply(Write... writes) {
        return endpoint.apply(List.of(writes), null);
    }

    List<Outcome> apply(Fence fence, Write... writes) {
        return endpoint.apply(List.of(writes), fence);
    }

    Found.Seen seen(String collection, Value... key) {
        return (Found.Seen) endpoint.current(List.of(RowId.of(collection, key)), null).getFirst();
    }

    List<Row> rows(Layout layout) {
        List<Row> rows = new ArrayList<>();
        try (Scan.Rows scan = endpoint.scan(layout)) {
            for (Row row = scan.next(); row != null; row = scan.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    static Selection selection(String... collections) {
        return new Selection("flow", List.of(collections));
    }

    /** The batches until everything is told that is there when this is called. */
    List<Batch> drain(Reader reader) {
        Position head = endpoint.head();
        List<Batch> batches = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            Batch batch = reader.poll(Duration.ofMillis(50));
            if (batch != null) {
                batches.add(batch);
                Position place =
                        batch instanceof Batch.Rows rows
                                ? rows.position()
                                : batch instanceof Batch.Quiet(Position at) ? at : null;
                if (place != null && endpoint.covers(place, head)) {
                    return batches;
                }
            }
        }
        throw new AssertionError("The head was never told: " + head + " after " + batches);
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
        endpoint.close();
        client.close();
    }
}
