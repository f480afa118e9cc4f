package io.syncline.engine.sync;

import io.syncline.engine.verify.Stretch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be brought again while a sync runs.
 *
 * @param tables to be copied whole, by the source's names with their schemas or without
 * @param stretches parts of tables, by the source's full names
 * @param destination where to, by its name; null for all
 */
public record Resync(List<String> tables, List<Stretch> stretches, @Nullable String destination) {
    /** Copies the lists. */
    public Resync {
        tables = List.copyOf(tables);
        stretches = List.copyOf(stretches);
    }

    /** Whether it concerns a destination of this name. */
    boolean concerns(String name) {
        return destination == null || destination.equals(name);
    }
}
