package io.syncline.connector.jdbc.polling;

import io.syncline.core.change.HybridClock;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database whose tables are asked for what has changed. It makes and keeps nothing at the source:
 * where to go on is in the place alone. Safe for use by several threads.
 */
public final class PollingSource implements Source {
    /** Far more than clocks of a well-kept machine drift. */
    private static final long DRIFT_MILLIS_MAX = 300_000;

    private final Polled polled;
    private final Ways ways;
    private final Context context;
    private final ReplicaId replica;

    /**
     * How tables are asked.
     *
     * @param column the change column of tables that have it; null for none
     * @param every how often they are asked
     * @param overlap how long a transaction may take to commit
     * @param wholeEvery how often tables without a change column are read
     */
    public record Ways(
            @Nullable String column, Duration every, Duration overlap, Duration wholeEvery) {}

    /**
     * Asks a database.
     *
     * @param replica who made what is told
     */
    public PollingSource(Polled polled, Ways ways, Context context, ReplicaId replica) {
        this.polled = polled;
        this.ways = ways;
        this.context = context;
        this.replica = replica;
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return polled.preflight(selection, ways.column());
    }

    /** Where a first copy that begins now has to be followed from. */
    @Override
    public Position prepare(Selection selection) {
        polled.begin();
        Map<String, String> marks =
                polled.view(
                        "looking where to begin",
                        view -> {
                            Map<String, String> found = new TreeMap<>();
                            String column = ways.column();
                            for (Layout layout : polled.changed(view, selection.collections())) {
                                String mark =
                                        column == null || layout.field(column) == null
                                                ? null
                                                : polled.start(
                                                        view, layout, column, ways.overlap());
                                if (mark != null) {
                                    found.put(layout.collection(), mark);
                                }
                            }
                            return found;
                        });
        return new PollingPosition(0, 0, marks).position();
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        PollingPosition place =
                PollingPosition.of(position == null ? prepare(selection) : position);
        if (place == null) {
            throw new EndpointException(
                    Kind.HISTORY_LOST, Code.BAD_CAPTURE, "The tables were not polled before");
        }
        HybridClock clock = new HybridClock(replica, context::wallMillis, DRIFT_MILLIS_MAX);
        return new PollingReader(polled, selection, place, ways, context, clock);
    }

    /** What is committed now is told by a cycle that begins later. */
    @Override
    public Position head() {
        return new PollingPosition(context.wallMillis() + 1, 0, Map.of()).position();
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        PollingPosition here = PollingPosition.of(reached);
        PollingPosition there = PollingPosition.of(wanted);
        return here != null && there != null && here.covers(there);
    }

    /** There is no log: nobody knows. */
    @Override
    public long bytesBetween(Position reached, Position head) {
        return 0;
    }

    /** Nothing was made. */
    @Override
    public void forget(Selection selection) {}
}
