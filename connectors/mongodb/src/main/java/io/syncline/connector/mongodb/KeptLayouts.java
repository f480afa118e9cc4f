package io.syncline.connector.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of collections that were made here for others' rows, in a collection beside them: so
 * that their keys and types are still known when their rows are told back.
 */
final class KeptLayouts {
    private static final String COLLECTION = "syncline_layouts";

    private final Client client;

    KeptLayouts(Client client) {
        this.client = client;
    }

    private MongoCollection<RawBsonDocument> layouts() {
        return client.collection(COLLECTION);
    }

    /** Keeps a layout, in place of the one there was. */
    void keep(Layout layout) {
        BsonArray fields = new BsonArray();
        for (Field field : layout.fields()) {
            fields.add(
                    new BsonDocument("name", new BsonString(field.name()))
                            .append("type", new BsonString(TypeText.of(field.type())))
                            .append("nullable", BsonBoolean.valueOf(field.nullable())));
        }
        BsonArray key = new BsonArray();
        layout.key().forEach(name -> key.add(new BsonString(name)));
        BsonDocument kept =
                new BsonDocument(Shape.ID, new BsonString(layout.collection()))
                        .append("key", key)
                        .append("fields", fields);
        layouts()
                .withDocumentClass(BsonDocument.class)
                .replaceOne(
                        Filters.eq(Shape.ID, layout.collection()),
                        kept,
                        new ReplaceOptions().upsert(true));
    }

    /** The layout of a collection, or null if none is kept. */
    @Nullable Layout find(String collection) {
        BsonDocument kept = layouts().find(Filters.eq(Shape.ID, collection)).first();
        if (kept == null) {
            return null;
        }
        List<Field> fields = new ArrayList<>();
        for (BsonValue each : kept.getArray("fields")) {
            BsonDocument field = each.asDocument();
            FieldType type = TypeText.read(field.getString("type").getValue());
            if (type != null) {
                fields.add(
                        new Field(
                                field.getString("name").getValue(),
                                type,
                                field.getBoolean("nullable").getValue()));
            }
        }
        List<String> key =
                kept.getArray("key").stream().map(name -> name.asString().getValue()).toList();
        return new Layout(collection, fields, key, List.of(), -1);
    }
}
