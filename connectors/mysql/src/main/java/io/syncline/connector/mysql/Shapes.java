package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes in which rows come, by collection: remembered from the agreement, laid over the tables
 * when they are first needed. Used by several threads.
 */
final class Shapes {
    private final Pool pool;
    private final Map<String, Layout> layouts = new ConcurrentHashMap<>();
    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

    Shapes(Pool pool) {
        this.pool = pool;
    }

    /** From now on the collection's rows come like this. */
    void agree(Layout layout) {
        layouts.put(layout.collection(), layout);
        shapes.remove(layout.collection());
    }

    /** The table may have changed: it is read again when it is next needed. */
    void forget(String collection) {
        shapes.remove(collection);
    }

    /**
     * The shape of a collection.
     *
     * @throws EndpointException MISCONFIGURED if it does not exist
     */
    Shape of(String collection) {
        Shape known = shapes.get(collection);
        if (known != null) {
            return known;
        }
        Layout agreed = layouts.get(collection);
        // The server's catalog is slow to read, so one reading serves all collections.
        Map<String, Table> tables = tables();
        for (Layout layout : layouts.values()) {
            Table table = tables.get(layout.collection());
            if (table != null) {
                shapes.putIfAbsent(layout.collection(), Shape.of(layout, table));
            }
        }
        if (agreed != null) {
            return laid(agreed, tables);
        }
        // A table that is read and not written is as its server says.
        Table own = tables.get(collection);
        if (own == null) {
            throw missing("The table " + collection + " does not exist.");
        }
        Shape shape = Shape.of(own.layout(), own);
        shapes.put(collection, shape);
        return shape;
    }

    /** The table as the server describes it, or null if there is none. */
    @Nullable Table table(String collection) {
        Shape known = shapes.get(collection);
        return known == null ? tables().get(collection) : known.table();
    }

    /** The shape of rows like this, whatever was agreed. */
    Shape over(Layout layout) {
        return laid(layout, tables());
    }

    private Map<String, Table> tables() {
        return pool.read("Reading the tables", TableReader::read);
    }

    private static Shape laid(Layout layout, Map<String, Table> tables) {
        Table table = tables.get(layout.collection());
        if (table == null) {
            throw missing("The table " + layout.collection() + " does not exist.");
        }
        return Shape.of(layout, table);
    }

    private static EndpointException missing(String message) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.LAYOUT_MISMATCH, message);
    }
}
