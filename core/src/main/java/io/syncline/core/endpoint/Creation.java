package io.syncline.core.endpoint;

/** A target that can make a collection. */
public interface Creation {
    /**
     * Makes a collection with fields, key and indexes of this layout, under this endpoint's name
     * for it, if there is none.
     */
    void create(Layout layout);
}
