package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.evolve.Policy;
import io.syncline.engine.shape.Plan;
import java.util.Set;

/** Decides what is copied, from what the source has. */
@FunctionalInterface
public interface Planner {
    /** The plan; throws MISCONFIGURED if it cannot be made. */
    Plan plan(Catalog catalog, Target target);

    /**
     * The plan without collections that were there once.
     *
     * @param gone the source's names of them
     */
    default Plan plan(Catalog catalog, Target target, Set<String> gone) {
        return plan(catalog, target);
    }

    /** Whether rows come as the plan says; else who writes them agrees on them with the target. */
    default boolean asPlanned() {
        return true;
    }

    /** What to do about changes of the source's tables. */
    default Policy policy() {
        return Policy.standard();
    }

    /** The tables as they are now are agreed: who said yes to them has said no more than that. */
    default void agreed() {}

    /** Whether to go on in spite of something that does not fit at the target. */
    default boolean accepts(Finding finding) {
        return false;
    }

    /** Whether so many deletes, of a target's so many rows, need a person's word. */
    default boolean tooMany(long deletes, long rows) {
        return false;
    }

    /**
     * All collections have been looked through for rows to delete. Whether a person's word had
     * allowed it, which was for this once.
     */
    default boolean swept() {
        return false;
    }
}
