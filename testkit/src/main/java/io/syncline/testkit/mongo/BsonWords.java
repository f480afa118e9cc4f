package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What schemas call the types of values. */
final class BsonWords {
    private BsonWords() {}

    /** Whether a value is of a type, or of one of a list of them. */
    static boolean is(@Nullable Object value, @Nullable Object wanted) {
        return wanted == null
                || wanted.equals(of(value))
                || wanted instanceof List<?> several && several.contains(of(value));
    }

    private static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String _ -> "string";
            case Integer _ -> "int";
            case Long _ -> "long";
            case Double _ -> "double";
            case Boolean _ -> "bool";
            case Instant _ -> "date";
            case Decimal128 _ -> "decimal";
            case ObjectId _ -> "objectId";
            case BinData _, UUID _ -> "binData";
            case Document _ -> "object";
            case Collection<?> _ -> "array";
            default -> "other";
        };
    }
}
