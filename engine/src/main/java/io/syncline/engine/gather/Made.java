package io.syncline.engine.gather;

import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.store.Agreed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the tables of a destination are made of, as all ends are now.
 *
 * @param contributors the sources as they rank
 * @param tables those nothing is wrong with
 * @param problems all that is wrong with others
 */
public record Made(
        List<Contributor> contributors, List<GatheredTable> tables, List<ShapeProblem> problems) {
    /** Copies the lists. */
    public Made {
        contributors = List.copyOf(contributors);
        tables = List.copyOf(tables);
        problems = List.copyOf(problems);
    }

    /** Asks all sources for their tables. Changes nothing. */
    public static Made of(List<GatherSetup.From> sources, Target target, GatherTerms terms) {
        List<Contributor> contributors = new ArrayList<>();
        for (GatherSetup.From each : sources) {
            Plan plan = each.planner().plan(each.endpoint().catalog(), target).bounded();
            contributors.add(new Contributor(each.name(), each.endpoint(), each.flow(), plan));
        }
        TableMaking making = new TableMaking(contributors, terms);
        return new Made(contributors, making.tables(), making.problems());
    }

    /** How the tables look that are made. */
    public List<Layout> layouts() {
        return tables.stream().map(GatheredTable::layout).toList();
    }

    /** In words; if they change, rows of before have to be looked at again. */
    String words() {
        Map<String, String> words = new TreeMap<>();
        for (Contributor each : contributors) {
            each.plan()
                    .layouts()
                    .forEach(
                            (name, layout) ->
                                    words.put(
                                            each.name() + "/" + name,
                                            Agreed.of(layout).fields() + " " + layout.key()));
        }
        return words.toString();
    }
}
