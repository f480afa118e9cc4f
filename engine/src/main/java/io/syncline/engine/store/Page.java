package io.syncline.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A part of something longer, from its beginning. */
final class Page {
    private Page() {}

    /** The first that are wanted, in their order; so many at most. */
    static <T> List<T> first(Iterable<T> all, Predicate<T> wanted, int countMax) {
        List<T> found = new ArrayList<>();
        for (T each : all) {
            if (found.size() == countMax) {
                break;
            }
            if (wanted.test(each)) {
                found.add(each);
            }
        }
        return List.copyOf(found);
    }
}
