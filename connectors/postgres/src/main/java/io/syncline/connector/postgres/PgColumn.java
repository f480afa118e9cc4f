package io.syncline.connector.postgres;

import io.syncline.core.change.FieldType;

/**
 * One column of a relation.
 *
 * @param name as the server spells it
 * @param type its type at that server
 * @param typmod the type's length or precision as in {@code pg_attribute}; -1 for none
 * @param key whether it is part of the key that {@link PostgresCatalog} chose
 * @param nullable whether NULL may stand there
 */
record PgColumn(String name, PgType type, int typmod, boolean key, boolean nullable) {
    /** The type's number at its server. */
    int oid() {
        return type.oid();
    }

    /** What it can hold, in the one vocabulary. */
    FieldType fieldType() {
        return type.fieldType(typmod);
    }
}
