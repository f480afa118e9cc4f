package io.syncline.connector.postgres;

/**
 * A column of a target table.
 *
 * @param column its name and type at the target
 * @param sqlType its type without length, for a cast; already quoted where that is needed
 * @param exact whether {@code =} of the type is true for equal content only; false for types
 *     without equality (json), with a loose one (interval, citext) and for collations that ignore
 *     case
 * @param always whether its value is generated always as identity
 */
record TargetColumn(PgColumn column, String sqlType, boolean exact, boolean always) {
    /** The name, as the server spells it. */
    String name() {
        return column.name();
    }

    /** The name in quotes. */
    String quoted() {
        return PgName.quote(column.name());
    }

    /** A condition that is true when two rows differ here. */
    String differs(String left, String right) {
        String l = left + "." + quoted();
        String r = right + "." + quoted();
        return exact
                ? l + " IS DISTINCT FROM " + r
                : "("
                        + l
                        + "::text COLLATE \"C\") IS DISTINCT FROM ("
                        + r
                        + "::text COLLATE \"C\")";
    }

    /** A condition that is true when neither row has NULL here, and both have the same. */
    String same(String left, String right) {
        String l = left + "." + quoted();
        String r = right + "." + quoted();
        return exact
                ? l + " = " + r
                : "(" + l + "::text COLLATE \"C\") = (" + r + "::text COLLATE \"C\")";
    }

    /**
     * Whether a value in the binary form of that type may be stored here byte by byte.
     *
     * @param other a column at the source
     */
    boolean takesBytesOf(PgColumn other) {
        if (!other.type().portable() || !fits(other)) {
            return false;
        }
        PgType mine = column.type();
        PgType theirs = other.type();
        if (mine.enumerated() || theirs.enumerated() && mine.form() != PgForm.TEXT) {
            return theirs.enumerated() && mine.name().equals(theirs.name());
        }
        boolean plainText = mine.name().equals("text") || mine.name().equals("varchar");
        return mine.oid() == theirs.oid() && PostgresTypes.builtIn(mine.oid()) != null
                || plainText && theirs.form() == PgForm.TEXT && !theirs.name().equals("xml");
    }

    private boolean fits(PgColumn other) {
        return column.typmod() < 0 || column.typmod() == other.typmod();
    }
}
