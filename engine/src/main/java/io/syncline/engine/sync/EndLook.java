package io.syncline.engine.sync;

import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;

/** What is looked at, at one end of a sync, before anything is written. */
final class EndLook {
    private EndLook() {}

    static String captured(Endpoint source) {
        return switch (Capturing.of(source).method()) {
            case LOG -> "its log";
            case OUTBOX -> "an outbox that triggers fill";
            case POLLING -> "repeated looks";
        };
    }

    static boolean hasRows(Endpoint target, Layout layout) {
        if (!(target instanceof Scan scan)) {
            return false;
        }
        try (Scan.Rows rows = scan.scan(layout)) {
            return rows.next() != null;
        }
    }

    static EndpointException missing(String endpoint, String what) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.CAPABILITY_MISSING,
                endpoint + " cannot " + what);
    }
}
