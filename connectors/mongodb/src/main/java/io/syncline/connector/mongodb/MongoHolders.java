package io.syncline.connector.mongodb;

import com.mongodb.client.MongoDatabase;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.UniqueHolders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Asks the unique indexes of a collection which documents a document would meet in them. A field
 * that is not there counts as null, and nulls meet, unless the index leaves them out. Safe for use
 * by several threads.
 */
final class MongoHolders implements UniqueHolders {
    private static final int FOUND_MAX = 10;

    private final Client client;
    private final Shapes shapes;

    MongoHolders(Client client, Shapes shapes) {
        this.client = client;
        this.shapes = shapes;
    }

    @Override
    public Held held(RowId id, Row row) {
        Shape shape = shapes.of(id.collection());
        BsonDocument document = document(shape, id, row);
        return client.call(
                "Asking which document is in the way",
                database -> {
                    List<Holder> holders = new ArrayList<>();
                    List<String> unasked = new ArrayList<>();
                    for (BsonDocument index :
                            client.collection(id.collection()).listIndexes(BsonDocument.class)) {
                        if (unique(index)) {
                            BsonDocument filter = filter(index, document);
                            if (filter == null) {
                                unasked.add(index.getString("name").getValue());
                            } else {
                                holders.addAll(found(database, shape, index, filter, id));
                            }
                        }
                    }
                    return new Held(holders, unasked);
                });
    }

    /** The document of a row, without what a document cannot hold. */
    private static BsonDocument document(Shape shape, RowId id, Row row) {
        BsonDocument document = new BsonDocument();
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            try {
                document.append(name, shape.codec(name).bson(row.at(i)));
            } catch (Codec.Unfit _) {
                // What such a row would meet, nobody knows.
            }
        }
        List<Value> key = new ArrayList<>();
        for (int i = 0; i < shape.layout().key().size(); i++) {
            Value value = row.get(shape.layout().key().get(i));
            key.add(value == null ? id.key().get(i) : value);
        }
        BsonValue held = shape.keyIfAny(new RowId(id.collection(), key));
        if (held != null) {
            document.put(Shape.ID, held);
        }
        return document;
    }

    private static boolean unique(BsonDocument index) {
        return index.getBoolean("unique", BsonBoolean.FALSE).getValue()
                || index.getDocument("key").keySet().equals(Set.of(Shape.ID));
    }

    /** What finds the documents that meet one in an index; null if that cannot be asked. */
    private static @Nullable BsonDocument filter(BsonDocument index, BsonDocument document) {
        BsonArray all = new BsonArray();
        BsonArray nulls = new BsonArray();
        BsonDocument keys = index.getDocument("key");
        for (String path : keys.keySet()) {
            BsonValue value = document.get(path);
            // Of a list each element is an entry; a path leads into a part of a field.
            if (value == null || value.isArray() || path.contains(".")) {
                return null;
            }
            all.add(new BsonDocument(path, new BsonDocument("$eq", value)));
            if (value.isNull()) {
                nulls.add(new BsonDocument(path, new BsonDocument("$type", new BsonInt32(10))));
            }
        }
        boolean sparse = index.getBoolean("sparse", BsonBoolean.FALSE).getValue();
        if (sparse && nulls.size() == keys.size()) {
            // A document that has none of the fields is not in it.
            all.add(new BsonDocument("$or", nulls));
        }
        BsonValue part = index.get("partialFilterExpression");
        if (part != null) {
            // Who has the same values, and is in it, shows that this document is in it, too.
            if (!keys.keySet().containsAll(part.asDocument().keySet())) {
                return null;
            }
            all.add(part);
        }
        return new BsonDocument("$and", all);
    }

    private List<Holder> found(
            MongoDatabase database,
            Shape shape,
            BsonDocument index,
            BsonDocument filter,
            RowId id) {
        BsonDocument find =
                new BsonDocument("find", new BsonString(shape.collection()))
                        .append("filter", filter)
                        .append("projection", new BsonDocument(Shape.ID, new BsonInt32(1)))
                        .append("limit", new BsonInt32(FOUND_MAX))
                        .append("singleBatch", BsonBoolean.TRUE);
        if (!client.server().ferret()) {
            BsonDocument plain = new BsonDocument("locale", new BsonString("simple"));
            find.append("collation", index.getDocument("collation", plain));
        }
        List<String> fields =
                index.getDocument("key").keySet().stream()
                        .flatMap(
                                name ->
                                        name.equals(Shape.ID)
                                                ? shape.layout().key().stream()
                                                : Stream.of(name))
                        .toList();
        List<Holder> holders = new ArrayList<>();
        BsonDocument reply = database.runCommand(find, BsonDocument.class);
        for (BsonValue each : reply.getDocument("cursor").getArray("firstBatch")) {
            RowId other = shape.id(each.asDocument().get(Shape.ID, BsonNull.VALUE));
            if (!other.equals(id)) {
                holders.add(new Holder(fields, other));
            }
        }
        return holders;
    }
}
