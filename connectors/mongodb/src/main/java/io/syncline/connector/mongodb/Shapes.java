package io.syncline.connector.mongodb;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of collections: as was agreed for writing, and as was learned for reading. What was
 * learned is kept as long as the endpoint is, so a field that was found once is told from then on.
 * Safe for use by several threads.
 */
final class Shapes {
    private final Client client;
    private final KeptLayouts kept;
    private final Map<String, Shape> agreed = new ConcurrentHashMap<>();
    private final Map<String, Sampling> learned = new ConcurrentHashMap<>();

    Shapes(Client client, KeptLayouts kept) {
        this.client = client;
        this.kept = kept;
    }

    private Shape shape(Layout layout) {
        return new Shape(layout, client.address().fineTimes());
    }

    /** From now on rows of this collection are written and looked up like this. */
    void agree(Layout layout) {
        agreed.put(layout.collection(), shape(layout));
        learned.remove(layout.collection());
    }

    /** Forgets what was learned, so that it is learned anew. */
    void forget(String collection) {
        learned.remove(collection);
    }

    /** Whether it was agreed how rows of this collection are written. */
    boolean agrees(String collection) {
        return agreed.containsKey(collection);
    }

    /** As was agreed, else as it was learned. */
    Shape of(String collection) {
        Shape known = agreed.get(collection);
        return known == null ? read(collection) : known;
    }

    /** With the fields and types of a layout, under the key that is held. */
    Shape over(Layout layout) {
        return shape(layout);
    }

    /**
     * As it is read: what was agreed or declared, and what its documents have besides.
     *
     * @throws EndpointException UNKNOWN_COLLECTION if there is none
     */
    Shape read(String collection) {
        Sampling known = learned.get(collection);
        if (known == null) {
            catalog(List.of(collection));
            known = learned.get(collection);
        }
        if (known == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_COLLECTION,
                    "There is no collection " + collection);
        }
        synchronized (known) {
            return shape(known.layout(List.of(), -1));
        }
    }

    /** Takes in a document that was met; whether it has something new. */
    boolean learn(String collection, BsonDocument document) {
        Sampling known = learned.get(collection);
        if (known == null) {
            return false;
        }
        synchronized (known) {
            return known.learn(document);
        }
    }

    /**
     * The layouts of collections, learned afresh; what was found before is not forgotten.
     *
     * @param wanted which; null for all
     */
    List<Layout> catalog(@Nullable List<String> wanted) {
        return client.call(
                "Reading the collections",
                database -> {
                    List<Layout> layouts = new ArrayList<>();
                    for (BsonDocument each : database.listCollections(BsonDocument.class)) {
                        String name = each.getString("name").getValue();
                        BsonValue type = each.get("type");
                        boolean view =
                                type != null && !type.asString().getValue().equals("collection");
                        if (!view
                                && Names.theirs(name)
                                && (wanted == null || wanted.contains(name))) {
                            layouts.add(read(name, Collections.validator(each)));
                        }
                    }
                    layouts.sort(java.util.Comparator.comparing(Layout::collection));
                    return layouts;
                });
    }

    private Layout read(String name, @Nullable BsonDocument validator) {
        Sampling sampling = learned.computeIfAbsent(name, this::begin);
        synchronized (sampling) {
            sampling.schema(validator);
            sampling.look(client.collection(name), client.address().sample());
            long rows = client.collection(name).estimatedDocumentCount();
            return sampling.layout(Collections.indexes(client.collection(name)), rows);
        }
    }

    private Sampling begin(String name) {
        Shape known = agreed.get(name);
        Layout base = known == null ? kept.find(name) : known.layout();
        return new Sampling(name, base, client.address().keys().get(name));
    }
}
