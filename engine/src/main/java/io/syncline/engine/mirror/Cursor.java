package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Position;

/**
 * How far a collection without a key has come, exactly: a checkpoint in the middle of a
 * transaction, which a place of the source's cannot be.
 *
 * @param place all changes up to here are written
 * @param more how many of its changes after the place are written too
 */
record Cursor(Position place, long more) {
    private static final char BETWEEN = '@';

    /** Reads what {@link #position} made. */
    static Cursor of(Position kept) {
        int at = kept.token().indexOf(BETWEEN);
        return new Cursor(
                new Position(kept.token().substring(at + 1)),
                Long.parseLong(kept.token(), 0, at, 10));
    }

    /** The form that a target keeps. */
    Position position() {
        return new Position(more + String.valueOf(BETWEEN) + place.token());
    }
}
