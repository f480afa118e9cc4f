package io.syncline.store;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import io.syncline.core.wire.Wire;
import io.syncline.engine.pair.Links;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which key of one end is which of the other. Safe for use by several threads.
 *
 * @param sql the store's database
 */
record StoredLinks(Sql sql) implements Links {
    /** Who asks about one goes on to the next ones. */
    private static final int AHEAD = 500;

    private static final String OF =
            "SELECT ours, theirs, number FROM link WHERE flow = ? AND collection = ? AND ";

    private static final String BY_OURS = OF + "ours = ANY (?)";
    private static final String BY_THEIRS = OF + "theirs = ANY (?)";
    private static final String NEXT = OF + "number > ? ORDER BY number LIMIT ?";

    /** In the order of the keys, so that two who link the same rows do not lock each other. */
    private static final String ADD =
            "INSERT INTO link (flow, collection, ours, theirs) SELECT ?, ?, new.* FROM"
                    + " unnest(?::text[], ?::text[]) AS new ON CONFLICT DO NOTHING";

    private record Found(String ours, String theirs, long number) {}

    @Override
    public Map<Value, Value> find(
            String flow, String collection, Which from, Collection<Value> keys) {
        String[] texts = keys.stream().map(Wire::text).toArray(String[]::new);
        Map<Value, Value> links = new HashMap<>();
        if (texts.length == 0) {
            return links;
        }
        boolean ours = from == Which.OURS;
        String find = ours ? BY_OURS : BY_THEIRS;
        List<Found> found = sql.all(find, StoredLinks::found, flow, collection, texts);
        found.forEach(each -> add(links, each, ours));
        if (texts.length == 1 && !found.isEmpty()) {
            long number = found.getFirst().number();
            sql.all(NEXT, StoredLinks::found, flow, collection, number, AHEAD)
                    .forEach(each -> add(links, each, ours));
        }
        return links;
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(row.getString(1), row.getString(2), row.getLong(3));
    }

    private static void add(Map<Value, Value> links, Found found, boolean ours) {
        Value here = Wire.value(found.ours());
        Value there = Wire.value(found.theirs());
        links.put(ours ? here : there, ours ? there : here);
    }

    @Override
    public void add(String flow, String collection, Map<Value, Value> keys) {
        Map<String, String> texts = new TreeMap<>();
        keys.forEach((ours, theirs) -> texts.put(Wire.text(ours), Wire.text(theirs)));
        if (!texts.isEmpty()) {
            sql.change(
                    ADD,
                    flow,
                    collection,
                    texts.keySet().toArray(String[]::new),
                    texts.values().toArray(String[]::new));
        }
    }
}
