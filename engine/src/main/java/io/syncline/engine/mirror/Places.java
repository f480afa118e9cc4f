package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import java.util.List;

/** Compares places of a source. Pure. */
final class Places {
    private Places() {}

    /** The earliest of at least one. */
    static Position least(Source source, List<Position> places) {
        Position least = places.getFirst();
        for (Position place : places) {
            least = source.covers(place, least) ? least : place;
        }
        return least;
    }

    /** The latest of at least one. */
    static Position latest(Source source, List<Position> places) {
        Position latest = places.getFirst();
        for (Position place : places) {
            latest = source.covers(latest, place) ? latest : place;
        }
        return latest;
    }
}
