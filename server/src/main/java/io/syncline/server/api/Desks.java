package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.sync.Leg;
import io.syncline.engine.sync.ReviewDesk;
import java.util.function.Supplier;

/** Finds the desk that a call about a two-way sync is for. */
final class Desks {
    private Desks() {}

    /**
     * The desk of the leg with an end that the query names; of the first leg if it names none.
     *
     * @throws EndpointException UNKNOWN_ENDPOINT if the sync has no end of this name
     */
    static ReviewDesk of(Supplier<Backend> backend, Request request) {
        String end = request.query().get("end");
        return backend.get().syncs().reviews().of(request.variable("sync_id")).stream()
                .filter(desk -> end == null || is(desk.leg(), end))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EndpointException(
                                        EndpointException.Kind.MISCONFIGURED,
                                        Code.UNKNOWN_ENDPOINT,
                                        "The sync has no end "
                                                + Words.quoted(String.valueOf(end))
                                                + "."));
    }

    private static boolean is(Leg leg, String end) {
        return leg.source().name().equals(end) || leg.destination().name().equals(end);
    }
}
