package io.syncline.store;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.wire.Wire;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys and texts that one call needs more than once, made once. Used by one thread. */
final class Texts {
    private final Map<RowId, RowKey> keys = new HashMap<>();
    private final Map<Image, String> images = new HashMap<>();

    RowKey key(RowId id) {
        return keys.computeIfAbsent(id, RowKey::of);
    }

    byte[] hash(RowId id) {
        return key(id).hash();
    }

    String text(Image image) {
        return images.computeIfAbsent(image, Wire::text);
    }

    /** An image's text, or null if it is the same as one that is kept beside it. */
    @Nullable String unless(@Nullable Image kept, Image image) {
        return image.equals(kept) ? null : text(image);
    }
}
