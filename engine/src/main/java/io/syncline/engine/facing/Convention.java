package io.syncline.engine.facing;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/** One thing that the application of an end expects of whoever writes to its tables. */
public sealed interface Convention {
    /** The table by its name at that end, with its schema or without; null for all that have it. */
    @Nullable String table();

    /** The column by its name at that end. */
    String column();

    /** Where it stands in the configuration, as a JSON pointer. */
    String pointer();

    /** A column that is the end's own: neither compared nor carried nor written. */
    record SideOwned(@Nullable String table, String column, String pointer) implements Convention {}

    /** A whole number by which the application notices that somebody else has written the row. */
    record VersionColumn(@Nullable String table, String column, String pointer)
            implements Convention {}

    /**
     * A column that says of a row that it is deleted, so that the row itself stays.
     *
     * @param deleted what it then holds, a truth, a number or a text; null for the time of the
     *     delete
     * @param live what it holds otherwise; null for what goes without saying, NULL for one
     */
    record SoftDelete(
            @Nullable String table,
            String column,
            @Nullable Value deleted,
            @Nullable Value live,
            String pointer)
            implements Convention {}
}
