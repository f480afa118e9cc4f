package io.syncline.server.types;

/**
 * One value of a type, and what becomes of it.
 *
 * @param literal as PostgreSQL's SQL writes it; the column's type is cast to
 * @param postgres in PostgreSQL
 * @param maria in MariaDB
 */
record Sample(String literal, Fate postgres, Fate maria) {
    /** What becomes of a value. */
    sealed interface Fate {
        /** It arrives as the same value. */
        enum Kept implements Fate {
            /** The only one there is. */
            KEPT
        }

        /** Its row is parked, and nothing of it arrives. */
        enum Parked implements Fate {
            /** The only one there is. */
            PARKED
        }

        /** It arrives as this text, as announced. */
        record Becomes(String text) implements Fate {}
    }

    Fate on(Side side) {
        return side == Side.MARIA ? maria : postgres;
    }

    boolean parkedOn(Side side) {
        return on(side) instanceof Fate.Parked;
    }

    Sample with(Side side, Fate fate) {
        return side == Side.MARIA
                ? new Sample(literal, postgres, fate)
                : new Sample(literal, fate, maria);
    }
}
