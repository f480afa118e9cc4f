package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.util.Set;

/**
 * What a mirror demands of the rows it meets: nothing, but of a collection whose rows never change
 * that the row is not there yet, or is the same.
 *
 * @param fixed those collections, by the target's names
 */
record Demands(Set<String> fixed) {
    /** Copies the set. */
    Demands {
        fixed = Set.copyOf(fixed);
    }

    /** The write of a change. */
    Write write(Change change) {
        boolean free = fixed.isEmpty() || !fixed.contains(change.id().collection());
        return free || change.after().isAbsent()
                ? Write.any(change)
                : new Write(change, new Expect.Same(Image.absent()));
    }

    /** What became of a write: a row that is there and the same was written before. */
    Outcome judged(Change change, Outcome outcome) {
        if (!(outcome instanceof Outcome.Stale(Image actual))
                || !fixed.contains(change.id().collection())) {
            return outcome;
        }
        Row wanted = change.after().row();
        Row there = actual.row();
        return wanted != null && there != null && wanted.within(there)
                ? Outcome.applied()
                : Outcome.refused(
                        Outcome.Kind.FIXED, "The row is there already, with another content");
    }
}
