package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one document, or to a collection.
 *
 * @param kind as change streams call it
 * @param id the document's, or null if it is about a collection
 * @param before the document before, or null
 * @param after the document after, or null
 * @param target the new name of a collection that was renamed, or null
 */
record Step(
        String database,
        String collection,
        String kind,
        @Nullable Object id,
        @Nullable Document before,
        @Nullable Document after,
        @Nullable String target) {
    static final String INSERT = "insert";
    static final String UPDATE = "update";
    static final String REPLACE = "replace";
    static final String DELETE = "delete";
    static final String DROP = "drop";
    static final String RENAME = "rename";
    static final String DROP_DATABASE = "dropDatabase";

    /** A step of a document. */
    static Step of(
            Namespace where,
            String kind,
            Object id,
            @Nullable Document before,
            @Nullable Document after) {
        return new Step(where.database(), where.collection(), kind, id, before, after, null);
    }

    /** A step of a collection. */
    static Step of(Namespace where, String kind) {
        return new Step(where.database(), where.collection(), kind, null, null, null, null);
    }

    Namespace where() {
        return new Namespace(database, collection);
    }

    /** Where a document is. */
    record Namespace(String database, String collection) {
        @Override
        public String toString() {
            return database + "." + collection;
        }
    }

    /** Which document it is. */
    record Place(Namespace where, Object id) {}
}
