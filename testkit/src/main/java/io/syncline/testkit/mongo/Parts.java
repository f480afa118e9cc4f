package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parts of commands and documents that are always there. */
final class Parts {
    private Parts() {}

    private static Object part(Document of, String key) {
        return there(of.get(key), key);
    }

    static <T> T there(@Nullable T value, String key) {
        return Objects.requireNonNull(value, key);
    }

    static Object id(Document of) {
        return part(of, "_id");
    }

    static String text(Document of, String key) {
        return (String) part(of, key);
    }

    static Document document(Document of, String key) {
        return (Document) part(of, key);
    }

    static long number(Document of, String key) {
        return ((Number) part(of, key)).longValue();
    }

    static List<?> list(Document of, String key) {
        return (List<?>) part(of, key);
    }
}
