package io.syncline.core.filter;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a filter: a result, or everything that is wrong.
 *
 * @param result null exactly if there are problems
 * @param problems in the order of the text
 */
public record Reading<T>(@Nullable T result, List<FilterProblem> problems) {
    /** Copies the list and checks that there is one of both. */
    public Reading {
        problems = List.copyOf(problems);
        if ((result == null) == problems.isEmpty()) {
            throw new IllegalArgumentException("Either a result or problems");
        }
    }

    /** It could be read. */
    static <T> Reading<T> of(T result) {
        return new Reading<>(result, List.of());
    }

    /** The next step from the result; the problems stay problems. */
    public <U> Reading<U> then(Function<T, Reading<U>> step) {
        return result == null ? new Reading<>(null, problems) : step.apply(result);
    }

    /**
     * The result.
     *
     * @throws IllegalArgumentException if there is none; its message has the problems
     */
    public T orThrow() {
        if (result == null) {
            throw new IllegalArgumentException("Not a filter: " + problems);
        }
        return result;
    }
}
