package io.syncline.engine.shape;

import io.syncline.core.change.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions and masks that a value goes through, one after the other. Immutable. */
record Chain(List<Step> steps) {
    /** One of them; {@code nulls} says whether it is asked for NULL too. */
    record Step(String name, Function.Bound bound, boolean nulls, boolean mask) {}

    static final Chain NONE = new Chain(List.of());

    Chain {
        steps = List.copyOf(steps);
    }

    /** Whether values stay as they are. */
    boolean untouched() {
        return steps.isEmpty();
    }

    /** The same without masks, which are last. */
    Chain unmasked() {
        return new Chain(steps.stream().filter(step -> !step.mask).toList());
    }

    boolean masked() {
        return steps.stream().anyMatch(Step::mask);
    }

    /** Whether what comes out leads back to what went in. */
    boolean invertible() {
        return steps.stream().allMatch(step -> step.bound.inverse() != null);
    }

    /** Whether the same value always becomes the same. */
    boolean lasting() {
        return steps.stream().allMatch(step -> step.bound.lasting());
    }

    /** What comes out, or null if a function cannot turn the value. */
    @Nullable Value forward(Value value) {
        Value turned = value;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (turned instanceof Value.Null && !step.nulls) {
                continue;
            }
            turned = step.bound.forward().of(turned);
            if (turned == null) {
                return null;
            }
        }
        return turned;
    }

    /** What went in, or null if it cannot be told. */
    @Nullable Value back(Value value) {
        Value turned = value;
        for (Step step : steps.reversed()) {
            Turn inverse = step.bound.inverse();
            if (turned instanceof Value.Null) {
                return turned;
            }
            turned = inverse == null ? null : inverse.of(turned);
            if (turned == null) {
                return null;
            }
        }
        return turned;
    }
}
