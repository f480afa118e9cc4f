package io.syncline.connector.postgres;

import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Fineness;

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

    /** How many digits of a second a time has here. */
    int secondDigits() {
        boolean times =
                switch (type.form()) {
                    case TIME, TIMESTAMP, TIMESTAMPTZ -> true;
                    default -> false;
                };
        return times && typmod >= 0
                ? Integer.min(typmod, Fineness.DIGITS_MAX)
                : Fineness.DIGITS_MAX;
    }
}
