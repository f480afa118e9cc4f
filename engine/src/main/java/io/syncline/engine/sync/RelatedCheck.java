package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.review.Related;
import io.syncline.engine.review.SecretFields;
import io.syncline.engine.shape.ShapeProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a configuration wants to be shown beside a row that waits can be found.
 *
 * @param facings how both ends face each other
 * @param others whether the tables of other legs may be meant
 */
record RelatedCheck(Facings facings, boolean others) {
    static final String POINTER = "/conflict_resolution/review/context";

    List<ShapeProblem> problems(Map<String, List<Related>> context) {
        List<ShapeProblem> problems = new ArrayList<>();
        context.forEach(
                (table, wanted) -> {
                    Layout waiting = layout(table, POINTER + "/" + table, problems);
                    for (int i = 0; i < wanted.size(); i++) {
                        String pointer = POINTER + "/" + table + "/" + i;
                        Related each = wanted.get(i);
                        if (waiting != null) {
                            known(each.key(), waiting, pointer + "/key", problems);
                            open(each.key(), waiting, pointer + "/key", problems);
                        }
                        Layout beside = layout(each.table(), pointer + "/table", problems);
                        if (beside != null) {
                            beside(each, beside, pointer, problems);
                        }
                    }
                });
        return problems;
    }

    private @Nullable Layout layout(String table, String pointer, List<ShapeProblem> problems) {
        String known = new TableNames(facings).known(table);
        if (known == null && !others) {
            problems.add(
                    new ShapeProblem(
                            Code.UNKNOWN_COLLECTION, pointer, table + " is no table of this sync"));
        }
        return known == null ? null : facings.layout(known);
    }

    private static void beside(
            Related wanted, Layout beside, String pointer, List<ShapeProblem> problems) {
        if (wanted.key().size() != beside.key().size()) {
            problems.add(
                    new ShapeProblem(
                            Code.OUT_OF_RANGE,
                            pointer + "/key",
                            "The key of %s is %s: name as many fields that hold it"
                                    .formatted(wanted.table(), String.join(", ", beside.key()))));
        }
        known(wanted.fields(), beside, pointer + "/fields", problems);
    }

    private static void open(
            List<String> fields, Layout layout, String pointer, List<ShapeProblem> problems) {
        for (String field : fields) {
            if (SecretFields.BY_NAME.test(layout.collection(), field)) {
                problems.add(
                        new ShapeProblem(
                                Code.KEY_RULE,
                                pointer,
                                "%s is masked: a row that it names would tell its value"
                                        .formatted(field)));
            }
        }
    }

    private static void known(
            List<String> fields, Layout layout, String pointer, List<ShapeProblem> problems) {
        for (String field : fields) {
            if (layout.fields().stream().noneMatch(each -> each.name().equals(field))) {
                problems.add(
                        new ShapeProblem(
                                Code.UNKNOWN_FIELD,
                                pointer,
                                "%s has no field %s".formatted(layout.collection(), field)));
            }
        }
    }
}
