package io.syncline.server.api;

import io.syncline.engine.review.Related;
import io.syncline.engine.review.ReviewTerms;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how people review, in the words of a configuration. */
final class ReviewTermsView {
    private ReviewTermsView() {}

    static ObjectNode of(ReviewTerms terms) {
        ObjectNode into = Views.object();
        if (terms.fourEyes().all()) {
            into.put("four_eyes", true);
        } else {
            ObjectNode two = into.putObject("four_eyes");
            Views.texts(two.putArray("fields"), new TreeSet<>(terms.fourEyes().fields()));
            Views.texts(two.putArray("rules"), new TreeSet<>(terms.fourEyes().rules()));
        }
        if (terms.timeout() != null) {
            into.put("timeout", Spans.text(terms.timeout()));
            into.set(
                    "on_timeout",
                    terms.onTimeout() == null
                            ? Json.node("escalate")
                            : Json.node(terms.onTimeout().tree()));
            into.put("escalate_to", terms.escalateTo());
        }
        into.put("assign_to", terms.assignTo());
        if (!terms.context().isEmpty()) {
            ObjectNode context = into.putObject(ContextParser.KEY);
            new TreeMap<>(terms.context())
                    .forEach((table, rows) -> context(context.putArray(table), rows));
        }
        return into;
    }

    private static void context(ArrayNode into, List<Related> rows) {
        for (Related each : rows) {
            ObjectNode one = into.addObject().put("table", each.table());
            Views.texts(one.putArray("key"), each.key());
            Views.texts(one.putArray("fields"), each.fields());
        }
    }
}
