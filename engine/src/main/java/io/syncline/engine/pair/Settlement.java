package io.syncline.engine.pair;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import java.util.List;
import java.util.Map;

/**
 * What became of a round's decisions, and how far both logs are dealt with.
 *
 * <p>Of most rows an end stores just what was decided that it was owed. They are not named: what
 * the round, or one before it, has decided is {@link Pair#paid paid}, unless the settlement or a
 * later decision tells of the row.
 *
 * @param round the round's number; 0 if it is not of a round, and nothing is paid but what it tells
 * @param pairs rows as they stand now
 * @param given rows that were decided, and of which nothing has changed since but how the ends
 *     stand to them
 * @param clean rows that need not be looked at any more
 * @param dirty rows that have to be looked at again
 * @param places how far the ends' logs are dealt with: everything before is settled or among the
 *     dirty; an end that is not named stays where it was
 */
public record Settlement(
        long round,
        List<Pair> pairs,
        List<Pair> given,
        List<RowId> clean,
        List<Dirt> dirty,
        Map<Which, Position> places) {
    /** Copies all. */
    public Settlement {
        pairs = List.copyOf(pairs);
        given = List.copyOf(given);
        clean = List.copyOf(clean);
        dirty = List.copyOf(dirty);
        places = Map.copyOf(places);
    }

    /** One that is not of a round, and in which all of the rows may have changed. */
    public Settlement(
            List<Pair> pairs, List<RowId> clean, List<Dirt> dirty, Map<Which, Position> places) {
        this(0, pairs, List.of(), clean, dirty, places);
    }
}
