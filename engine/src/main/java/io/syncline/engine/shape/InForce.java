package io.syncline.engine.shape;

import java.util.ArrayList;
import java.util.List;

/** The rules that hold for the rows of a table, in words for people. Pure. */
public final class InForce {
    private InForce() {}

    /**
     * A sentence for each rule; none if rows go as they are.
     *
     * @param rules as they were asked for
     * @param shape what they came to
     */
    public static List<String> words(TableRules rules, Shape shape) {
        List<String> words = new ArrayList<>(shape.told());
        if (rules.dropUnmapped()) {
            words.add("fields that no mapping names are left out");
        }
        for (RowRule filter : rules.filters()) {
            // What was said of all tables may be about none of this one's fields.
            if (!filter.everywhere() || shape.filter() != null) {
                words.add("only rows with " + filter.condition());
            }
        }
        if (rules.keepLeaving() && shape.filter() != null) {
            words.add("rows that leave the filters stay");
        }
        if (rules.appendOnly()) {
            words.add("rows are never changed nor deleted");
        }
        String otherwise =
                switch (rules.validation().mode()) {
                    case STRICT -> "is parked";
                    case LENIENT -> "is written and counted";
                    case SKIP -> "is left out and counted";
                };
        for (String check : shape.checks()) {
            words.add("a row that breaks " + check + " " + otherwise);
        }
        return words;
    }
}
