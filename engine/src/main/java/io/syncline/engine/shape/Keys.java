package io.syncline.engine.shape;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the key of a collection has gone, and with it its indexes.
 *
 * @param source the source's layout
 * @param outputs the fields there
 * @param key the field there of each field of the key
 */
record Keys(Layout source, List<Output> outputs, List<Output> key) {
    /** Finds each field of the key; a key that rows cannot be found by any more is a problem. */
    static Keys of(Layout source, List<Output> outputs, List<ShapeProblem> problems) {
        List<Output> key = new ArrayList<>();
        for (String name : source.key()) {
            List<Output> made =
                    outputs.stream().filter(output -> name.equals(output.source())).toList();
            Output good = first(made, true);
            if (good != null) {
                key.add(good);
                continue;
            }
            Output other = made.isEmpty() ? null : made.getFirst();
            problems.add(
                    new ShapeProblem(
                            Code.KEY_RULE,
                            other == null ? "" : other.pointer(),
                            "%s is of the key of %s, so %s."
                                    .formatted(name, source.collection(), why(other))));
        }
        return new Keys(source, outputs, key);
    }

    private static @Nullable Output first(List<Output> made, boolean invertible) {
        return made.stream()
                .filter(output -> output.chain().invertible() == invertible)
                .findFirst()
                .orElse(null);
    }

    private static String why(@Nullable Output output) {
        if (output == null) {
            return "it cannot be left out";
        }
        return output.chain().masked()
                ? "it cannot be masked: rows there could not be found here any more"
                : "its function needs an inverse: rows there could not be found here any more";
    }

    List<Chain> chains() {
        return key.stream().map(Output::chain).toList();
    }

    /** The layout there; indexes go where all their fields go, unique ones if values stay so. */
    Layout layout(String target) {
        List<Field> fields = outputs.stream().map(Output::field).toList();
        List<Layout.Index> indexes = new ArrayList<>();
        for (Layout.Index index : source.indexes()) {
            List<Output> made = new ArrayList<>();
            for (String name : index.fields()) {
                outputs.stream()
                        .filter(output -> name.equals(output.source()))
                        .findFirst()
                        .ifPresent(made::add);
            }
            if (made.size() == index.fields().size()) {
                boolean unique =
                        index.unique()
                                && made.stream().allMatch(output -> output.chain().invertible());
                indexes.add(new Layout.Index(made.stream().map(Output::name).toList(), unique));
            }
        }
        return new Layout(
                target, fields, key.stream().map(Output::name).toList(), indexes, source.rows());
    }
}
