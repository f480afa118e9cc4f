package io.syncline.engine.shape;

import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Code;
import java.util.Set;

/**
 * A rule that a row has to keep.
 *
 * @param told the rule and its field, never a value
 * @param needs the source's fields it looks at
 * @param shaped whether it looks at the row as it will stand there; at the source's if not
 */
record RowTest(String told, Code code, Set<String> needs, boolean shaped, Test test) {
    /** Whether a row keeps it. */
    @FunctionalInterface
    interface Test {
        boolean holds(Row row);
    }

    RowTest {
        needs = Set.copyOf(needs);
    }
}
