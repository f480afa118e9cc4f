package io.syncline.connector.postgres;

import java.util.Map;

/** Completes what the stream says of a relation by what the catalogs know. */
@FunctionalInterface
interface PgRelations {
    /**
     * The table as its rows will come: the columns of the message in its order.
     *
     * @param typeNames names of types that the stream has told, by number
     */
    PgTable describe(PgRelationMessage message, Map<Integer, String> typeNames);
}
