package io.syncline.engine.twoway;

import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.engine.shape.ShapeProblem;
import java.util.ArrayList;
import java.util.List;

/** What has to be so for two ends to be kept equal in both directions. */
public final class Requirements {
    private Requirements() {}

    /** What an end lacks to be kept equal in both directions, in words; empty if nothing. */
    public static List<String> lacks(Endpoint end) {
        List<String> lacks = new ArrayList<>();
        if (!(end instanceof Source)) {
            lacks.add("be read as a source of changes");
        }
        if (!(end instanceof Snapshots)) {
            lacks.add("be counted while it is written to");
        }
        if (!(end instanceof Lookup)) {
            lacks.add("be read by key");
        }
        if (!(end instanceof Target) || !(end instanceof Checkpoints)) {
            lacks.add("be written to with checkpoints");
        }
        if (!(end instanceof Transacting)) {
            lacks.add("take several writes in one transaction");
        }
        return lacks;
    }

    static void able(TwoWaySetup.Named end) {
        List<String> lacks = lacks(end.endpoint());
        if (!lacks.isEmpty()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.CAPABILITY_MISSING,
                    end.name() + " cannot " + String.join(", and cannot ", lacks));
        }
    }

    static void keyed(Layout layout) {
        if (layout.key().isEmpty()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.NOT_TWO_WAY,
                    layout.collection()
                            + " has no key: only tables with one can be kept equal both ways");
        }
    }

    static void possible(List<ShapeProblem> problems) {
        if (!problems.isEmpty()) {
            ShapeProblem first = problems.getFirst();
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED, first.code(), first.message());
        }
    }

    /** Rows are read and written in these types from now on. */
    static void agree(TwoWaySetup.Named end, List<Layout> read) {
        for (Finding finding : ((Target) end.endpoint()).agree(read)) {
            if (finding.severity() == Finding.Severity.ERROR) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        finding.code(),
                        finding.subject() + ": " + finding.message());
            }
        }
    }
}
