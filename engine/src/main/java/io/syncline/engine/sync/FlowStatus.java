package io.syncline.engine.sync;

import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.InForce;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one leg of a sync is doing.
 *
 * @param from its source's name
 * @param destination its destination's name
 * @param phase what it does now
 * @param source whether the source answered when last asked
 * @param target whether the destination answered when last asked
 * @param lagMillis how old the oldest committed change is that is not applied; 0 when at the head
 * @param lagBytes how much log is not applied
 * @param applied changes and rows applied since the process started
 * @param parked rows that wait for a person
 * @param conflicts what was in conflict since the process started
 * @param retries failed tries in a row
 * @param problem the last problem in words, or null
 * @param vitals signs of its life and of what endangers it
 * @param tables how far each table's snapshot is
 * @param rows what becomes of the rows of those tables that do not go as they are
 * @param capture how the source's changes are noticed; null if nobody knows yet
 * @param checking how far the comparison in the background is; null if there is none
 */
public record FlowStatus(
        String from,
        String destination,
        Phase phase,
        Health source,
        Health target,
        long lagMillis,
        long lagBytes,
        long applied,
        long parked,
        Conflicts conflicts,
        int retries,
        @Nullable String problem,
        Vitals vitals,
        List<TableProgress> tables,
        List<Rows> rows,
        @Nullable Capture capture,
        @Nullable Checking checking) {
    /** Copies the lists. */
    public FlowStatus {
        tables = List.copyOf(tables);
        rows = List.copyOf(rows);
    }

    /**
     * How a comparison in the background is doing.
     *
     * @param rows how many rows were read in the pass that is under way; 0 between two
     * @param found how many rows differed at rest since the process started, but for those that
     *     wait for a person
     * @param mended how many of these do not any more
     * @param fullMillis when all rows had been compared for the last time, UTC; 0 if never
     */
    public record Checking(long rows, long found, long mended, long fullMillis) {}

    /**
     * What becomes of the rows of a table.
     *
     * @param table its name at the source
     * @param rules what holds, in words
     * @param counts what became of changes since the flow opened last
     */
    public record Rows(String table, List<String> rules, Shape.Counts counts) {
        /** Copies the list. */
        public Rows {
            rules = List.copyOf(rules);
        }

        static List<Rows> of(Plan plan, ShapeRules rules, int destination) {
            List<Rows> all = new ArrayList<>();
            for (Route route : plan.routes()) {
                Shape shape = plan.shape(route);
                List<String> words = InForce.words(rules.of(destination, route.source()), shape);
                if (!words.isEmpty()) {
                    all.add(new Rows(route.source(), words, shape.counts()));
                }
            }
            return all;
        }
    }

    /** What a flow does now. */
    public enum Phase {
        /** Not running. */
        IDLE,
        /** Connecting, checking, creating tables. */
        PREPARING,
        /** Copying rows while the stream runs. */
        SNAPSHOT,
        /** Applying changes. */
        STREAMING,
        /** Waiting to try again. */
        WAITING,
        /** Stopped before harm is done, until a person says a word. */
        HELD,
        /** Let go by the source, so that its log does not grow; comes back by itself. */
        DETACHED,
        /** Given up until a person acts. */
        FAILED
    }

    /**
     * How far a table's snapshot is.
     *
     * @param table its name at the source
     * @param rows copied so far
     * @param rowsEstimate about how many there are; -1 if unknown
     * @param done whether all are copied
     * @param millis how long it took so far
     */
    public record TableProgress(
            String table, long rows, long rowsEstimate, boolean done, long millis) {
        private static final SnapshotProgress NOT_BEGUN = new SnapshotProgress(null, 0, false, 0);

        static List<TableProgress> of(
                @Nullable Plan plan, Supplier<Map<String, SnapshotProgress>> known) {
            List<TableProgress> tables = new ArrayList<>();
            if (plan == null) {
                return tables;
            }
            Map<String, SnapshotProgress> progress = known.get();
            for (Route route : plan.routes()) {
                SnapshotProgress so = progress.getOrDefault(route.source(), NOT_BEGUN);
                Layout layout = plan.layouts().get(route.source());
                tables.add(
                        new TableProgress(
                                route.source(),
                                so.rows(),
                                layout == null ? -1 : layout.rows(),
                                so.done(),
                                so.millis()));
            }
            return tables;
        }
    }
}
