package io.syncline.connector.mongodb;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Reads rows by their keys, as most members have them. Safe for use by several threads. */
final class MongoLookup implements Lookup {
    private static final int KEYS_AT_ONCE = 1000;

    private final Client client;
    private final Shapes shapes;

    MongoLookup(Client client, Shapes shapes) {
        this.client = client;
        this.shapes = shapes;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A server that stands alone has no place, and shows what is there.
     */
    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        BsonTimestamp time = atLeast == null ? null : MongoPosition.of(atLeast).time();
        return client.call(
                "Looking rows up",
                _ -> {
                    try (View view = View.open(client, time)) {
                        Map<RowId, Found> found = find(view, ids);
                        if (ids.isEmpty()) {
                            look(view);
                        }
                        boolean shown = time == null || view.shows(time);
                        if (!shown && ids.isEmpty()) {
                            throw new EndpointException(
                                    EndpointException.Kind.TRANSIENT,
                                    Code.NO_PROGRESS,
                                    "What the change stream has told is not visible yet");
                        }
                        List<Found> inOrder = new ArrayList<>(ids.size());
                        for (RowId id : ids) {
                            Found each = found.get(id);
                            inOrder.add(shown && each != null ? each : Found.NotYet.NOT_YET);
                        }
                        return inOrder;
                    }
                });
    }

    /** Any read shows what the view is of. */
    private static void look(View view) {
        view.find(FlowCheckpoints.COLLECTION, new BsonDocument(Shape.ID, new BsonInt32(0))).first();
    }

    private Map<RowId, Found> find(View view, List<RowId> ids) {
        Map<String, List<RowId>> byCollection = new LinkedHashMap<>();
        for (RowId id : ids) {
            byCollection.computeIfAbsent(id.collection(), _ -> new ArrayList<>()).add(id);
        }
        Map<RowId, Found> found = new HashMap<>();
        byCollection.forEach(
                (name, own) -> {
                    Shape shape = shapes.of(name);
                    for (int from = 0; from < own.size(); from += KEYS_AT_ONCE) {
                        int to = Math.min(own.size(), from + KEYS_AT_ONCE);
                        find(view, shape, own.subList(from, to), found);
                    }
                });
        return found;
    }

    private static void find(View view, Shape shape, List<RowId> ids, Map<RowId, Found> found) {
        Map<RowId, BsonValue> keys = new LinkedHashMap<>();
        for (RowId id : ids) {
            BsonValue key = shape.keyIfAny(id);
            found.put(id, new Found.Seen(Rows.image(shape, null), Rows.token(null)));
            if (key != null) {
                keys.put(id, key);
            }
        }
        Map<BsonValue, RawBsonDocument> documents =
                Rows.find(view.collection(shape.collection()), view.session(), keys.values());
        keys.forEach(
                (id, key) -> {
                    RawBsonDocument raw = documents.get(key);
                    if (raw != null) {
                        found.put(id, new Found.Seen(Rows.image(shape, raw), Rows.token(raw)));
                    }
                });
    }
}
