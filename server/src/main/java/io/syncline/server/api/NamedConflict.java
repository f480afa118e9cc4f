package io.syncline.server.api;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.sync.ReviewDesk;

/**
 * A conflict that a call names: at which desk, and under which name there.
 *
 * @param desk its sync's
 * @param id what it is called there
 */
record NamedConflict(ReviewDesk desk, ReviewId id) {
    /**
     * The one of this name.
     *
     * @throws EndpointException UNKNOWN_CONFLICT if there is no such sync, or this is no name
     */
    static NamedConflict of(Backend backend, String text) {
        int point = Math.max(0, text.lastIndexOf('.'));
        String sync = text.substring(0, point);
        for (ReviewDesk desk : backend.syncs().reviews().all()) {
            if (desk.name().equals(sync)) {
                try {
                    return new NamedConflict(desk, ReviewId.parse(text.substring(point + 1)));
                } catch (IllegalArgumentException e) {
                    throw unknown(text);
                }
            }
        }
        throw unknown(text);
    }

    /** The one that a path names, of a sync that may be named too. */
    static NamedConflict of(Backend backend, Request request) {
        String text = request.variable("conflict_id");
        String sync = request.path().get("sync_id");
        if (sync != null && !text.startsWith(sync + ".")) {
            text = text.contains(".") ? "" : sync + "." + text;
        }
        return of(backend, text);
    }

    String text() {
        return ConflictViews.id(desk, id);
    }

    /** The row that waits, or once waited, under this name. */
    RowId row() {
        RowId row = desk.named(id);
        if (row == null) {
            throw unknown(text());
        }
        return row;
    }

    static EndpointException unknown(String text) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.UNKNOWN_CONFLICT,
                "There is no conflict " + Words.quoted(text) + ".");
    }
}
