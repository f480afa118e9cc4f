package io.syncline.engine.review;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a wish would do at each end, in the sync's form of the rows.
 *
 * @param ours at the first end
 * @param theirs at the other end
 * @param left what would still wait
 */
public record Preview(Step ours, Step theirs, List<Conflict> left) {
    /** Copies the list. */
    public Preview {
        left = List.copyOf(left);
    }

    /**
     * An end's row before and after; absent where it is not there.
     *
     * @param before as the end shows it
     * @param after as it would be written
     */
    public record Step(Image before, Image after) {
        /** Whether nothing would be written. */
        public boolean isNothing() {
            return changes().isEmpty() && before.isAbsent() == after.isAbsent();
        }

        /** The fields that would change. */
        public List<FieldStep> changes() {
            Row old = before.row();
            Row now = after.row();
            Set<String> names = new LinkedHashSet<>();
            if (old != null) {
                names.addAll(old.header().names());
            }
            if (now != null) {
                names.addAll(now.header().names());
            }
            List<FieldStep> changes = new ArrayList<>();
            for (String name : names) {
                Value from = old == null ? null : old.get(name);
                Value to = now == null ? null : now.get(name);
                if (!Objects.equals(from, to)) {
                    changes.add(new FieldStep(name, from, to));
                }
            }
            return changes;
        }
    }

    /**
     * A field before and after.
     *
     * @param before null where there is no row, or it does not know the field
     * @param after likewise
     */
    public record FieldStep(String name, @Nullable Value before, @Nullable Value after) {}
}
