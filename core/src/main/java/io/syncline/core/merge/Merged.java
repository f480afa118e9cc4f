package io.syncline.core.merge;

import io.syncline.core.change.Image;
import java.util.List;
import java.util.Map;

/**
 * What two sides' rows became.
 *
 * @param image the row both are to show; fields in conflict are as in the base, or missing if it
 *     had none
 * @param origins where each field's value comes from; one that is not named is the base's
 * @param settled what both changed and a rule decided
 * @param conflicts what nobody decided: those fields, or the row as such, stay on each side as they
 *     are
 */
public record Merged(
        Image image, Map<String, Origin> origins, List<Settled> settled, List<Conflict> conflicts) {
    /** Where a value comes from. */
    public enum Origin {
        /** One side's edit. */
        OURS,
        /** The other side's edit. */
        THEIRS,
        /** Both: they agree, or a rule made one of two. */
        BOTH
    }

    /** Copies all. */
    public Merged {
        origins = Map.copyOf(origins);
        settled = List.copyOf(settled);
        conflicts = List.copyOf(conflicts);
    }

    /** Whether nothing waits for a person. */
    public boolean clean() {
        return conflicts.isEmpty();
    }

    /** Whether the row as such is in conflict, so that nothing of it is to be written. */
    public boolean stuck() {
        return conflicts.stream().anyMatch(conflict -> conflict.path().isEmpty());
    }

    /** Without a conflict, and nothing had to be decided. */
    static Merged of(Image image, Map<String, Origin> origins) {
        return new Merged(image, origins, List.of(), List.of());
    }
}
