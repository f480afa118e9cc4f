package io.syncline.server.api;

import io.syncline.engine.review.ReviewTerms;
import java.util.TreeSet;
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
        return into.put("assign_to", terms.assignTo());
    }
}
