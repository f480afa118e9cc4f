package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Connector;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Performance;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how a sync uses its ends: the body's {@code performance} and {@code timeout}. */
final class PerformanceParser {
    private static final String TIMEOUT = "timeout";

    private PerformanceParser() {}

    /**
     * What was read.
     *
     * @param use how the ends are used
     * @param workers how many workers, or null if nobody said
     */
    record Read(Performance use, @Nullable Integer workers) {}

    /** Reads them; the standard where nothing is said. */
    static Read parse(Fields body, List<String> notes, Problems problems) {
        Performance standard = Performance.standard();
        Duration timeout = timeout(body, problems);
        Fields fields = body.object("performance");
        Integer batch = fields.whole("batch_size", 1, Performance.BATCH_MAX);
        boolean compression = fields.flag("compression_enabled", standard.compression());
        boolean pooling = fields.flag("connection_pooling", standard.pooling());
        Duration inner = timeout(fields, problems);
        Integer workers = Policies.workers(fields, notes);
        fields.finish(Set.of());
        return new Read(
                new Performance(
                        batch == null ? standard.batchSize() : batch,
                        compression,
                        pooling,
                        inner == null ? timeout : inner),
                workers);
    }

    private static @Nullable Duration timeout(Fields fields, Problems problems) {
        if (!fields.has(TIMEOUT)) {
            fields.node(TIMEOUT);
            return null;
        }
        Duration timeout = fields.span(TIMEOUT, Performance.TIMEOUT_MIN);
        if (timeout.compareTo(Performance.TIMEOUT_MIN) < 0) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    fields.pointer(TIMEOUT),
                    "A timeout is at least " + Spans.text(Performance.TIMEOUT_MIN) + ".");
            return null;
        }
        return timeout;
    }

    /** Says of which ends a wish means nothing. */
    static void note(
            Performance use, Stream<EndpointSpec> ends, Connectors connectors, List<String> notes) {
        List<String> types = ends.map(EndpointSpec::type).distinct().toList();
        for (String name : use.settings().keySet()) {
            for (String type : types) {
                Connector connector = connectors.ofType(type);
                if (connector != null && connector.settings().find(name) == null) {
                    notes.add(name + " is not applicable to " + type + ".");
                }
            }
        }
    }
}
