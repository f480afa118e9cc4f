package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/** What a rule says about a field. */
public sealed interface Verdict {
    /**
     * This is the value.
     *
     * @param value what the field is from now on
     * @param confidence how sure the rule is, from 0 to 1
     * @param because one sentence for the history
     */
    record Take(Value value, double confidence, String because) implements Verdict {
        /** Checks the range. */
        public Take {
            if (!(confidence >= 0 && confidence <= 1)) {
                throw new IllegalArgumentException("Not a confidence: " + confidence);
            }
        }
    }

    /**
     * The rule cannot say; the next one may, or a person.
     *
     * @param because one sentence for whoever decides
     * @param proposal what it would take if a person agreed; null if it has no idea
     * @param broken whether a rule of the business is broken, rather than two edits meeting
     */
    record Ask(String because, @Nullable Value proposal, boolean broken) implements Verdict {}

    /** This is the value for sure. */
    static Verdict take(Value value, String because) {
        return new Take(value, 1, because);
    }

    /** The rule cannot say. */
    static Verdict ask(String because) {
        return new Ask(because, null, false);
    }
}
