package io.syncline.server.api;

import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Health;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.SyncState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how runs are doing: counts, percent, health, estimates. Pure. */
final class RunViews {
    /** What a first copy moves per second on modest hardware; only for the estimate before it. */
    private static final long ROWS_PER_SECOND_PRIOR = 20_000;

    /** Connecting, checking, creating tables. */
    private static final Duration SETUP = Duration.ofSeconds(2);

    private static final int ALL = 100;

    private RunViews() {}

    /** About how long copying so many rows takes, from the last run if there was one. */
    static Duration estimate(long rows, @Nullable Execution last) {
        long perSecond = ROWS_PER_SECOND_PRIOR;
        if (last != null && last.completedMillis() > last.startedMillis() && last.synced() > 0) {
            long millis = last.completedMillis() - last.startedMillis();
            perSecond = Math.max(1, last.synced() * 1000 / millis);
        }
        return SETUP.plusSeconds(rows / perSecond);
    }

    /** The last run of a sync. */
    static void last(ObjectNode into, Execution execution, boolean twoWay, long nowMillis) {
        into.put("execution_id", execution.id());
        into.put("sync_execution_id", execution.id());
        asked(into, execution);
        into.put("started_at", Views.time(execution.startedMillis()));
        into.put("completed_at", Views.time(execution.completedMillis()));
        into.put("duration", duration(execution, nowMillis));
        into.put("status", Views.word(execution.state()));
        counts(into, execution, twoWay);
    }

    private static void asked(ObjectNode into, Execution execution) {
        into.put("type", execution.full() ? "full" : "incremental");
        into.put("priority", Views.word(execution.priority()));
        into.put("parallel_workers", execution.workers());
    }

    private static String duration(Execution execution, long nowMillis) {
        long end = execution.completedMillis() == 0 ? nowMillis : execution.completedMillis();
        return Spans.text(Duration.ofMillis(Math.max(0, end - execution.startedMillis())));
    }

    private static void counts(ObjectNode into, Execution execution, boolean twoWay) {
        into.put("records_processed", execution.processed());
        into.put("records_synced", execution.synced());
        into.put("records_parked", execution.parked());
        into.put("conflicts_detected", execution.conflictsDetected());
        into.put("conflicts_resolved", execution.conflictsResolved());
        // What a mirror has parked is in conflict with nothing, but is missing all the same.
        into.put("conflicts_open", twoWay ? execution.parked() : 0);
        boolean ended = execution.state() == SyncState.COMPLETED;
        boolean failed = execution.state() == SyncState.FAILED;
        into.put(
                "success",
                ended || failed ? Boolean.valueOf(ended && execution.parked() == 0) : null);
        into.put("problem", execution.problem());
    }

    /** How far a run is. */
    static ObjectNode progress(
            Execution execution, boolean twoWay, List<FlowStatus> flows, long nowMillis) {
        ObjectNode into = Views.object();
        into.put("execution_id", execution.id());
        into.put("sync_execution_id", execution.id());
        into.put("sync_id", execution.syncId());
        asked(into, execution);
        into.put("status", Views.word(execution.state()));
        int percent = percent(execution, flows);
        into.put("progress", percent);
        into.put("started_at", Views.time(execution.startedMillis()));
        into.put("completed_at", Views.time(execution.completedMillis()));
        into.put("duration", duration(execution, nowMillis));
        counts(into, execution, twoWay);
        long spent = nowMillis - execution.startedMillis();
        boolean guess = percent > 0 && percent < ALL && execution.completedMillis() == 0;
        into.put(
                "estimated_completion",
                guess ? Views.time(execution.startedMillis() + spent * ALL / percent) : null);
        ArrayNode tables = into.putArray("tables");
        for (FlowStatus flow : flows) {
            for (FlowStatus.TableProgress table : flow.tables()) {
                tables.addObject()
                        .put("source", flow.from())
                        .put("destination", flow.destination())
                        .put("table", table.table())
                        .put("rows", table.rows())
                        .put("rows_estimate", table.rowsEstimate())
                        .put("done", table.done())
                        .put("duration", Spans.text(Duration.ofMillis(table.millis())));
            }
        }
        return into;
    }

    /** Percent of the rows; 100 only when the run has done all it had to. */
    static int percent(Execution execution, List<FlowStatus> flows) {
        if (execution.state() == SyncState.COMPLETED) {
            return ALL;
        }
        double share = 0;
        int tables = 0;
        for (FlowStatus flow : flows) {
            for (FlowStatus.TableProgress table : flow.tables()) {
                tables++;
                double total = Math.max(table.rowsEstimate(), table.rows() + 1);
                share += table.done() ? 1 : table.rows() / total;
            }
        }
        return tables == 0 ? 0 : (int) Math.min(ALL - 1, Math.floor(share * ALL / tables));
    }

    /** Whether both ends answer, how late the sync is, and how much goes wrong. */
    static void health(ObjectNode into, List<FlowStatus> flows, @Nullable Execution last) {
        into.put("source_connection", up(flows.stream().map(FlowStatus::source).toList()));
        into.put("destination_connection", up(flows.stream().map(FlowStatus::target).toList()));
        long lag = flows.stream().mapToLong(FlowStatus::lagMillis).max().orElse(0);
        into.put("sync_lag", flows.isEmpty() ? null : Spans.text(Duration.ofMillis(lag)));
        into.put("stream", VitalsView.stream(flows));
        double rate =
                last == null || last.processed() == 0
                        ? 0
                        : Math.min(1, (double) last.parked() / last.processed());
        into.put("error_rate", rate);
    }

    private static String up(List<Health> healths) {
        if (healths.isEmpty()) {
            return "unknown";
        }
        return healths.stream().allMatch(Health::up) ? "healthy" : "unhealthy";
    }

    /** How each destination is doing. */
    static void flows(ArrayNode into, List<FlowStatus> flows) {
        for (FlowStatus flow : flows) {
            ObjectNode view = into.addObject();
            VitalsView.write(view, flow.vitals());
            view.put("source", flow.from())
                    .put("destination", flow.destination())
                    .put("phase", Views.word(flow.phase()))
                    .put("lag", Spans.text(Duration.ofMillis(flow.lagMillis())))
                    .put("lag_bytes", flow.lagBytes())
                    .put("applied", flow.applied())
                    .put("parked", flow.parked())
                    .put("retries", flow.retries())
                    .put("problem", flow.problem());
            ObjectNode ruled = view.putObject("conflicts_ruled");
            flow.conflicts().ruled().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(each -> ruled.put(each.getKey(), each.getValue()));
            view.put("conflicts_detected", flow.conflicts().detected())
                    .put("conflicts_resolved", flow.conflicts().resolved())
                    .put("conflicts_by_people_only", flow.conflicts().braked());
            rows(view.putArray("rows"), flow);
            capture(view, flow.capture());
            checking(view, flow.checking());
        }
    }

    /** What becomes of rows on their way to a destination. */
    private static void rows(ArrayNode into, FlowStatus flow) {
        for (FlowStatus.Rows rows : flow.rows()) {
            ObjectNode view = into.addObject();
            view.put("table", rows.table());
            Views.texts(view.putArray("rules"), rows.rules());
            view.put("filtered", rows.counts().filtered())
                    .put("left", rows.counts().left())
                    .put("skipped", rows.counts().skipped())
                    .put("lenient", rows.counts().lenient());
        }
    }

    /** The same for all destinations of a sync that runs. */
    static void rows(ArrayNode into, List<FlowStatus> flows) {
        for (FlowStatus flow : flows) {
            ObjectNode leg =
                    into.addObject()
                            .put("source", flow.from())
                            .put("destination", flow.destination());
            rows(leg.putArray("tables"), flow);
        }
    }

    private static void checking(ObjectNode into, FlowStatus.@Nullable Checking checking) {
        if (checking == null) {
            into.putNull("checking");
        } else {
            into.putObject("checking")
                    .put("rows", checking.rows())
                    .put("found", checking.found())
                    .put("mended", checking.mended())
                    .put("compared_at", Views.time(checking.fullMillis()));
        }
    }

    private static void capture(ObjectNode into, @Nullable Capture capture) {
        if (capture == null) {
            into.putNull("capture");
            return;
        }
        ObjectNode view = into.putObject("capture");
        view.put("method", Views.word(capture.method()));
        view.put("delay", Spans.text(capture.delay()));
        Duration gone = capture.goneEvery();
        view.put("deletes_looked_for_every", gone == null ? null : Spans.text(gone));
        ArrayNode blind = view.putArray("cannot_see");
        capture.blind().forEach(blind::add);
    }
}
