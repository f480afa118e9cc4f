package io.syncline.core.change;

import org.jspecify.annotations.Nullable;

/** What is known of a row on one side. */
public sealed interface Image {
    /** There is no such row. */
    enum Absent implements Image {
        /** The only absence there is. */
        ABSENT
    }

    /** Every field is known. */
    record Whole(Row row) implements Image {}

    /** These fields are known; others exist, and nothing is known of them. */
    record Partial(Row known) implements Image {}

    /** No row. */
    static Image absent() {
        return Absent.ABSENT;
    }

    /** A row with every field known. */
    static Image whole(Row row) {
        return new Whole(row);
    }

    /** A row of which only these fields are known. */
    static Image partial(Row known) {
        return new Partial(known);
    }

    /** Whether there is no row. */
    default boolean isAbsent() {
        return this instanceof Absent;
    }

    /** The known fields, or null if the row is absent. */
    default @Nullable Row row() {
        return switch (this) {
            case Absent _ -> null;
            case Whole(Row row) -> row;
            case Partial(Row known) -> known;
        };
    }
}
