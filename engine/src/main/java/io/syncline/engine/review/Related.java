package io.syncline.engine.review;

import java.util.List;

/**
 * A row that whoever decides is shown beside one that waits, such as the customer of an order.
 *
 * @param table the other row's table, by its name at either end
 * @param key the fields of the row that waits which name the other, in the order of the other's key
 * @param fields what of it is shown, as the sync calls it; all if empty
 */
public record Related(String table, List<String> key, List<String> fields) {
    /** Copies the lists. */
    public Related {
        key = List.copyOf(key);
        fields = List.copyOf(fields);
    }
}
