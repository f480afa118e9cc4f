package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Target;
import java.util.List;
import java.util.function.Predicate;

/** Sees to it that a target has the collections that rows will come for. */
public final class Tables {
    private final Endpoint target;

    /** For this target. */
    public Tables(Endpoint target) {
        this.target = target;
    }

    /**
     * Makes what is missing, and agrees on how rows will come.
     *
     * @param accepted whether to go on in spite of something that does not fit
     * @throws EndpointException MISCONFIGURED if something cannot hold what it should
     */
    public void ready(List<Layout> wanted, Predicate<Finding> accepted) {
        make(wanted);
        for (Finding finding : ((Target) target).agree(wanted)) {
            if (finding.severity() == Finding.Severity.ERROR && !accepted.test(finding)) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        finding.code(),
                        finding.subject() + ": " + finding.message());
            }
        }
    }

    /** Makes what is missing; agrees on how rows will come, if they come as planned. */
    void ready(List<Layout> wanted, Planner planner) {
        if (planner.asPlanned()) {
            ready(wanted, planner::accepts);
        } else {
            make(wanted);
        }
    }

    private void make(List<Layout> wanted) {
        Catalog there = target.catalog();
        wanted.stream()
                .filter(layout -> there.find(layout.collection()) == null)
                .forEach(this::create);
    }

    private void create(Layout layout) {
        if (!(target instanceof Creation creation)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_COLLECTION,
                    "The destination has no " + layout.collection() + " and cannot make one");
        }
        creation.create(layout);
    }
}
