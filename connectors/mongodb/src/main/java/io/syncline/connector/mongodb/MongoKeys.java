package io.syncline.connector.mongodb;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.KeySource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Keys as applications give them to new documents: MongoDB makes none, its drivers do, so that no
 * two are the same wherever they are made. Safe for use by several threads.
 */
final class MongoKeys implements KeySource {
    private static final long VERSION_BITS = 0xf000L;
    private static final long RANDOM_VERSION = 0x4000L;

    private final Shapes shapes;
    private final Context context;

    /**
     * A source of keys.
     *
     * @param shapes of the collections, with what was agreed for them
     */
    MongoKeys(Shapes shapes, Context context) {
        this.shapes = shapes;
        this.context = context;
    }

    @Override
    public @Nullable String givesNoKeys(String collection) {
        if (!shapes.agrees(collection) && shapes.catalog(List.of(collection)).isEmpty()) {
            return "does not exist";
        }
        return refused(key(collection));
    }

    private static @Nullable String refused(@Nullable Field key) {
        if (key == null) {
            return "has a key of several fields";
        }
        return switch (key.type()) {
            case FieldType.Other(String name) when name.equals(Natural.OBJECT_ID) -> null;
            case FieldType.Uuid _ -> null;
            case FieldType.Json _ -> "has keys of several types";
            case FieldType _ -> "has keys that are neither ObjectIds nor UUIDs";
        };
    }

    @Override
    public List<Value> keys(String collection, int count) {
        Field key = key(collection);
        String why = refused(key);
        if (why != null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.NO_KEYS_GIVEN,
                    collection + " " + why);
        }
        boolean uuids = Objects.requireNonNull(key).type() instanceof FieldType.Uuid;
        return Stream.generate(() -> uuids ? uuid() : objectId()).limit(count).toList();
    }

    private Value uuid() {
        RandomGenerator random = context.random();
        long high = random.nextLong() & ~VERSION_BITS | RANDOM_VERSION;
        long low = random.nextLong() >>> 2 | Long.MIN_VALUE;
        return new Value.Uuid(new UUID(high, low));
    }

    private static Value objectId() {
        return new Value.Other(Natural.OBJECT_ID, new ObjectId().toHexString());
    }

    /** The only field of a key; null if there are several. */
    private @Nullable Field key(String collection) {
        var layout = shapes.of(collection).layout();
        return layout.key().size() == 1 ? layout.field(layout.key().getFirst()) : null;
    }
}
