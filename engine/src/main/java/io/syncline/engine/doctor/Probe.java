package io.syncline.engine.doctor;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.EndpointSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries a connection: whether the system answers, how fast, what it can be used for, and what would
 * keep a sync from using it. Changes nothing. Safe for use by several threads.
 */
public final class Probe {
    /** Never a flow's name: a flow is named after its sync. */
    private static final String FLOW = "connection_test";

    private static final double NANOS_PER_MILLI = 1e6;

    private final Connectors connectors;
    private final Context context;

    /** A probe that knows these connectors. */
    public Probe(Connectors connectors, Context context) {
        this.connectors = connectors;
        this.context = context;
    }

    /**
     * What a try came to.
     *
     * @param answers whether the system answered
     * @param version what it says it is, or why it did not answer; never a secret
     * @param millis how long each step took, by its name, in the order they were made
     * @param source whether it can be read as a source of changes
     * @param destination whether it can be written to with checkpoints
     * @param verifiable whether its rows can be compared
     * @param tables how many tables there are
     * @param asSource what would matter if it were a source
     * @param asDestination what would matter if it were a destination
     * @param failure why it does not answer, or null
     */
    public record Result(
            boolean answers,
            String version,
            Map<String, Double> millis,
            boolean source,
            boolean destination,
            boolean verifiable,
            int tables,
            List<Finding> asSource,
            List<Finding> asDestination,
            @org.jspecify.annotations.Nullable Finding failure) {}

    /** Tries it. */
    public Result probe(EndpointSpec spec) {
        Map<String, Double> millis = new LinkedHashMap<>();
        try (Endpoint endpoint = connectors.open(spec, context)) {
            long began = context.nanos();
            Catalog catalog = endpoint.catalog();
            began = note(millis, "connect_and_catalog", began);
            Health health = endpoint.health();
            began = note(millis, "health", began);
            List<Finding> asSource = new ArrayList<>();
            boolean reads = endpoint instanceof Source && endpoint instanceof Snapshots;
            if (reads && endpoint instanceof Source source) {
                List<String> all = catalog.layouts().stream().map(Layout::collection).toList();
                asSource.addAll(source.preflight(new Selection(FLOW, all)));
                began = note(millis, "look_as_source", began);
            }
            List<Finding> asDestination = new ArrayList<>();
            boolean writes = endpoint instanceof Target && endpoint instanceof Checkpoints;
            if (writes && endpoint instanceof Target target) {
                asDestination.addAll(target.agree(List.of()));
                note(millis, "look_as_destination", began);
            }
            return new Result(
                    health.up(),
                    health.detail(),
                    millis,
                    reads,
                    writes,
                    endpoint instanceof Scan && endpoint instanceof Lookup,
                    catalog.layouts().size(),
                    asSource,
                    asDestination,
                    null);
        } catch (EndpointException e) {
            String reason = String.valueOf(e.getMessage());
            return new Result(
                    false,
                    reason,
                    millis,
                    false,
                    false,
                    false,
                    0,
                    List.of(),
                    List.of(),
                    Finding.error(e.code(), spec.name(), reason, null));
        }
    }

    private long note(Map<String, Double> millis, String step, long began) {
        long now = context.nanos();
        millis.put(step, (now - began) / NANOS_PER_MILLI);
        return now;
    }
}
