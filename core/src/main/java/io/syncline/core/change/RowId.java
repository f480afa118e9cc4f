package io.syncline.core.change;

import java.util.List;

/**
 * A row's identity: its collection and its key.
 *
 * @param collection the collection's name, with its schema where there is one ({@code
 *     public.users})
 * @param key the key's values in key order; for a collection without a key, the whole row's values
 */
public record RowId(String collection, List<Value> key) {
    /** Copies the key. */
    public RowId {
        key = List.copyOf(key);
    }

    /** A row id with a key of these values. */
    public static RowId of(String collection, Value... key) {
        return new RowId(collection, List.of(key));
    }
}
