package io.syncline.engine.facing;

import io.syncline.core.endpoint.ForeignKey;
import java.util.List;

/**
 * What two ends tell of rows that refer to each other, and what those are called at either.
 *
 * @param here the first end's foreign keys
 * @param there the other end's
 * @param links what a linked row is called at the other end
 */
public record Linkage(List<ForeignKey> here, List<ForeignKey> there, KeyLinks links) {
    /** Of ends that call every row the same. */
    public static final Linkage NONE = new Linkage(List.of(), List.of(), KeyLinks.NONE);

    /** Copies the lists. */
    public Linkage {
        here = List.copyOf(here);
        there = List.copyOf(there);
    }
}
