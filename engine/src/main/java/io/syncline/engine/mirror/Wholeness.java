package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Transacting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Whether a source's transactions can be kept whole. */
public final class Wholeness {
    private Wholeness() {}

    /** What is against it; empty if nothing is. Asks nobody. */
    public static List<Finding> against(
            Endpoint source, Endpoint target, Collection<Layout> layouts) {
        List<Finding> found = new ArrayList<>();
        if (Capturing.of(source).method() != Capture.Method.LOG) {
            found.add(split("source", "The source is not read from its log"));
        }
        if (!(target instanceof Transacting)) {
            found.add(split("destination", "The destination takes no transactions of many calls"));
        }
        for (Layout layout : layouts) {
            if (layout.key().isEmpty()) {
                found.add(split(layout.collection(), layout.collection() + " has no key"));
            }
        }
        return found;
    }

    /**
     * Demands that nothing is against it, if they are to be.
     *
     * @throws EndpointException MISCONFIGURED otherwise
     */
    static void require(
            Applying applying, Endpoint source, Endpoint target, Collection<Layout> layouts) {
        List<Finding> found =
                applying == Applying.TRANSACTIONAL
                        ? against(source, target, layouts)
                        : List.<Finding>of();
        for (Finding finding : found) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED, finding.code(), finding.message());
        }
    }

    private static Finding split(String subject, String why) {
        return Finding.error(
                Code.NOT_TRANSACTIONAL,
                subject,
                why + ": transactions cannot be kept whole",
                "leave the table out, or leave apply at by_key");
    }
}
