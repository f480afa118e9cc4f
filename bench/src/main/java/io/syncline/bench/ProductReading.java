package io.syncline.bench;

import io.syncline.core.change.Change;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;

/**
 * The connector's reader, as the mirror's loop sees it: decoded batches, each acknowledged when its
 * transaction is complete.
 */
final class ProductReading implements LogReading {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Map<String, String> settings;

    private ProductReading(String name, Map<String, String> settings) {
        this.name = name;
        this.settings = Map.copyOf(settings);
    }

    /** As it ships: a backlog of more than some megabytes is read in large pieces. */
    static ProductReading bulk() {
        return new ProductReading("bulk", Map.of());
    }

    /** By its stream alone. */
    static ProductReading stream() {
        return new ProductReading("stream", Map.of("bulk_read_bytes", "0"));
    }

    @Override
    public String name() {
        return name;
    }

    private Selection selection(Workload workload) {
        return new Selection(
                name + "_" + workload.name(),
                workload.tables().stream().map(table -> "public." + table).toList());
    }

    @Override
    public void announce(Lab lab, Workload workload) throws Exception {
        Syncline.publish(lab, selection(workload));
    }

    @Override
    public void prepare(Lab lab, Workload workload) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.copySlot(source, "w_" + workload.name(), Syncline.slot(selection(workload)));
        }
    }

    @Override
    public Told read(Lab lab, Workload workload) {
        Meter meter = new Meter(lab, ProcessHandle.current());
        try (Endpoint endpoint = Syncline.source(lab, settings);
                Reader reader = ((Source) endpoint).read(null, selection(workload))) {
            long told = 0;
            for (long left = workload.changes(); left > 0; ) {
                Batch batch = reader.poll(PATIENCE);
                if (batch == null) {
                    throw new IllegalStateException(name + " tells too little");
                }
                if (batch instanceof Batch.Rows rows) {
                    for (Change change : rows.changes()) {
                        told = LogReading.after(told, id(change));
                    }
                    left -= rows.changes().size();
                    if (rows.position() != null) {
                        reader.acknowledge(rows.position());
                    }
                }
            }
            return new Told(told, meter.spent());
        }
    }

    private static long id(Change change) {
        if (change.id().key().getFirst() instanceof Value.Int number) {
            return number.value();
        }
        throw new IllegalStateException("not a number: " + change.id());
    }

    @Override
    public void end(Lab lab, Workload workload) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.dropSlot(source, Syncline.slot(selection(workload)));
        }
    }
}
