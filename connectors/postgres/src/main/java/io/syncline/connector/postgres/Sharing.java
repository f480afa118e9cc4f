package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Selection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which flows of this process read the same database, whatever sync they are of. Safe for use by
 * several threads.
 */
final class Sharing {
    /** With so many flows one stream costs a server clearly less than one each. */
    static final int FLOWS_MIN = 3;

    private final Map<Place, SharedFlows> all = new ConcurrentHashMap<>();

    /**
     * @param where with what leads there: the same address behind another tunnel is another server
     */
    record Place(String where, @Nullable String user, boolean binary) {
        static Place of(PostgresUrl url, boolean binary) {
            return new Place(url.place(), url.user(), binary);
        }
    }

    /**
     * A flow's reader is open.
     *
     * @param least with so many flows they share a stream; 0 for never
     */
    @Nullable SharedMember enter(
            PostgresConnections connections,
            Selection selection,
            boolean binary,
            int least,
            Context context) {
        if (least == 0) {
            return null;
        }
        return all.computeIfAbsent(
                        Place.of(connections.url(), binary),
                        _ -> new SharedFlows(context, binary, Math.max(2, least)))
                .enter(connections, selection);
    }

    /** A flow's publications are about to be changed or removed: nobody must read them along. */
    void without(PostgresConnections connections, Selection selection) {
        for (boolean binary : new boolean[] {true, false}) {
            SharedFlows flows = all.get(Place.of(connections.url(), binary));
            if (flows != null) {
                flows.without(selection.flow());
            }
        }
    }
}
