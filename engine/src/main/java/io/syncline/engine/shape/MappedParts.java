package io.syncline.engine.shape;

import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Predicate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a shape is made of.
 *
 * @param here the collection's name at the source
 * @param layout under the name there
 * @param keys the chain of each field of the key
 * @param filter which rows go there, or null for all
 * @param tests what rows have to be
 */
record MappedParts(
        String here,
        Layout layout,
        List<Output> outputs,
        List<Chain> keys,
        @Nullable Predicate filter,
        boolean keepLeaving,
        List<RowTest> tests,
        TableRules.Validation.Mode mode,
        boolean appendOnly) {
    /** The source's fields that tests look at. */
    Set<String> needed() {
        return tests.stream()
                .flatMap(test -> test.needs().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The fields that say the same whenever a row is shaped. */
    List<String> lasting() {
        return outputs.stream()
                .filter(output -> output.chain().lasting())
                .map(Output::name)
                .toList();
    }

    /** The fields there, each with what it is made of. */
    List<Link> links() {
        return outputs.stream().map(Link::of).toList();
    }

    /** What becomes of fields that do not go as they are, for a person. */
    List<String> told() {
        return outputs.stream().map(Output::told).filter(told -> !told.isEmpty()).toList();
    }
}
