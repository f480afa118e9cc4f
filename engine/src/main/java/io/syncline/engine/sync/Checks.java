package io.syncline.engine.sync;

/**
 * What a sync looks at beside moving rows.
 *
 * @param schema whether a destination's table that does not fit the source's stops the sync;
 *     without, rows that do not fit are parked as they come
 * @param checksums whether every run ends with a comparison of all rows
 */
public record Checks(boolean schema, boolean checksums) {
    /** What holds when nobody says otherwise: tables are looked at, rows on request. */
    public static Checks standard() {
        return new Checks(true, false);
    }
}
