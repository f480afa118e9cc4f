package io.syncline.core.endpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The collections of an endpoint, ordered by name. */
public record Catalog(List<Layout> layouts) {
    /** Copies the list. */
    public Catalog {
        layouts = List.copyOf(layouts);
    }

    /** The layout of this name, or null. */
    public @Nullable Layout find(String collection) {
        for (Layout layout : layouts) {
            if (layout.collection().equals(collection)) {
                return layout;
            }
        }
        return null;
    }
}
