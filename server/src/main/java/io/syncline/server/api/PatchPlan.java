package io.syncline.server.api;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.RuleChanges;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Shapes;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Syncs;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What another definition of a sync comes to, table by table.
 *
 * @param steps those tables of which something becomes, by destination and in the source's order
 * @param problems what is wrong with the new rules for rows
 */
record PatchPlan(List<Step> steps, List<Problem> problems) {
    /**
     * What becomes of a table.
     *
     * @param action copy, copy_again or leave
     * @param because the parts of the rules that are others
     * @param rows about how many the source has; negative if that is not known
     * @param kept columns there that get no values any more, and stay with those they have
     */
    record Step(
            String destination,
            String table,
            String action,
            List<String> because,
            long rows,
            List<String> kept) {}

    /** Asks the source, where that is needed. */
    static PatchPlan of(Syncs syncs, SyncDefinition now, SyncDefinition wanted) {
        boolean reshaped = !now.options().shape().equals(wanted.options().shape());
        if (!reshaped && now.tables().equals(wanted.tables())) {
            return new PatchPlan(List.of(), List.of());
        }
        List<Shapes.Resolved> after = reshaped ? syncs.shapes(wanted, null) : tried(syncs, wanted);
        List<Shapes.Resolved> before = tried(syncs, now);
        List<Problem> problems = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            for (var problem : after.get(i).problems()) {
                problems.add(new Problem(problem.code(), problem.pointer(), problem.message()));
            }
            Shapes.Resolved had = i < before.size() ? before.get(i) : null;
            steps(now, wanted, i, had, after.get(i), steps);
        }
        return new PatchPlan(steps, problems.stream().distinct().toList());
    }

    /** A source that is down is no reason to refuse. */
    private static List<Shapes.Resolved> tried(Syncs syncs, SyncDefinition definition) {
        try {
            return syncs.shapes(definition, null);
        } catch (EndpointException e) {
            return List.of();
        }
    }

    private static void steps(
            SyncDefinition now,
            SyncDefinition wanted,
            int place,
            Shapes.@Nullable Resolved had,
            Shapes.Resolved gets,
            List<Step> steps) {
        String destination = now.legs().get(place).destination().name();
        Set<String> tables = new LinkedHashSet<>(gets.shapes().keySet());
        tables.addAll(had == null ? Set.of() : had.shapes().keySet());
        for (String table : tables) {
            Shape after = gets.shapes().get(table);
            Shape before = had == null ? after : had.shapes().get(table);
            long rows = rows(gets, table);
            if (after == null) {
                steps.add(new Step(destination, table, "leave", List.of(), rows, List.of()));
            } else if (before == null) {
                steps.add(new Step(destination, table, "copy", List.of(), rows, List.of()));
            } else {
                List<String> because =
                        RuleChanges.between(
                                now.options().shape().of(place, table),
                                wanted.options().shape().of(place, table));
                if (!because.isEmpty()) {
                    steps.add(
                            new Step(
                                    destination,
                                    table,
                                    "copy_again",
                                    because,
                                    rows,
                                    kept(before, after)));
                }
            }
        }
    }

    private static long rows(Shapes.Resolved resolved, String table) {
        return resolved.sources().stream()
                .filter(layout -> layout.collection().equals(table))
                .mapToLong(Layout::rows)
                .findFirst()
                .orElse(-1);
    }

    private static List<String> kept(Shape before, Shape after) {
        return before.layout().fields().stream()
                .map(Field::name)
                .filter(name -> Objects.isNull(after.layout().field(name)))
                .toList();
    }

    /** Shows it. */
    void show(ArrayNode into) {
        for (Step step : steps) {
            ObjectNode node = into.addObject();
            node.put("destination", step.destination());
            node.put("table", step.table());
            node.put("action", step.action());
            Views.texts(node.putArray("because"), step.because());
            if (step.rows() < 0) {
                node.putNull("rows_estimate");
            } else {
                node.put("rows_estimate", step.rows());
            }
            Views.texts(node.putArray("columns_kept"), step.kept());
        }
    }
}
