package io.syncline.engine.gather;

import io.syncline.core.endpoint.Layout;
import java.util.List;

/**
 * A table of the destination, and the tables it is made of.
 *
 * @param layout how its rows look, with all fields of all its parts
 * @param parts as their sources rank, the most trusted first
 * @param gathering what makes its rows
 */
public record GatheredTable(Layout layout, List<Part> parts, Gathering gathering) {
    /** Copies the list. */
    public GatheredTable {
        parts = List.copyOf(parts);
    }
}
