package io.syncline.connector.mongodb;

import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * The order of {@code _id}. A comparison finds values of the same kind only, so what comes after a
 * value is the larger ones of its kind, and every kind that sorts after it.
 */
final class IdOrder {
    private static final List<List<BsonType>> KINDS =
            List.of(
                    List.of(BsonType.MIN_KEY),
                    List.of(BsonType.NULL),
                    List.of(BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128),
                    List.of(BsonType.STRING),
                    List.of(BsonType.DOCUMENT),
                    List.of(BsonType.ARRAY),
                    List.of(BsonType.BINARY),
                    List.of(BsonType.OBJECT_ID),
                    List.of(BsonType.BOOLEAN),
                    List.of(BsonType.DATE_TIME),
                    List.of(BsonType.TIMESTAMP),
                    List.of(BsonType.REGULAR_EXPRESSION),
                    List.of(BsonType.MAX_KEY));

    private IdOrder() {}

    /** Finds what comes after an id. */
    static Bson after(BsonValue id) {
        int kind = kind(id.getBsonType());
        List<Bson> either = new ArrayList<>();
        either.add(Filters.gt(Shape.ID, id));
        for (List<BsonType> later : KINDS.subList(kind + 1, KINDS.size())) {
            for (BsonType type : later) {
                // A comparison with a text finds symbols, too, which nobody writes any more.
                either.add(
                        type == BsonType.STRING
                                ? Filters.gte(Shape.ID, "")
                                : Filters.type(Shape.ID, type));
            }
        }
        return Filters.or(either);
    }

    private static int kind(BsonType type) {
        if (type == BsonType.SYMBOL) {
            return kind(BsonType.STRING);
        }
        for (int i = 0; i < KINDS.size(); i++) {
            if (KINDS.get(i).contains(type)) {
                return i;
            }
        }
        return KINDS.size() - 1;
    }
}
