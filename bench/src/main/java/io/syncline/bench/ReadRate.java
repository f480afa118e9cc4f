package io.syncline.bench;

import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast a log is read that is there already: the driver's own stream, which tells messages and
 * decodes none, against the product's readers as the mirror's loop sees them, in decoded batches
 * that it acknowledges. Everybody reads the same log from a copy of the same slot. Who does not
 * tell the same changes in the same order as the driver's stream has no result.
 */
final class ReadRate {
    private final Lab lab;
    private final Map<String, Long> told = new HashMap<>();

    private ReadRate(Lab lab) {
        this.lab = lab;
    }

    /** Runs it: rounds, rows, names of workloads with commas between them. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        long rows = args.length > 1 ? Long.parseLong(args[1]) : 1_000_000;
        List<String> names = List.of((args.length > 2 ? args[2] : "ins1000,ins1").split(","));
        try (Contest contest = Contest.open(false)) {
            new ReadRate(contest.lab).measure(rounds, rows, names);
        }
    }

    private void measure(int rounds, long rows, List<String> names) throws Exception {
        List<Workload> workloads = Workload.all(rows, names);
        LogReading driver = new DriverReading();
        List<LogReading> products = List.of(ProductReading.stream(), ProductReading.bulk());
        prepare(workloads, rows, products);
        Rounds taken = new Rounds("read", rows, rounds);
        taken.add(driver.name(), workload -> one(driver, workload));
        for (LogReading product : products) {
            taken.add(product.name(), workload -> one(product, workload));
        }
        taken.run(workloads);
        taken.keep();
    }

    private void prepare(List<Workload> workloads, long rows, List<LogReading> products)
            throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Workload.prepare(source, rows);
            for (Workload workload : workloads) {
                for (LogReading product : products) {
                    product.announce(lab, workload);
                }
                workload.behindItsSlot(lab, source, List.of());
                System.out.println("made " + workload.changes() + " changes of " + workload.name());
            }
        }
    }

    private Spent one(LogReading reading, Workload workload) throws Exception {
        reading.prepare(lab, workload);
        LogReading.Told read = reading.read(lab, workload);
        reading.end(lab, workload);
        if (told.computeIfAbsent(workload.name(), _ -> read.ids()) != read.ids()) {
            throw new IllegalStateException(
                    reading.name() + " told other changes of " + workload.name());
        }
        return read.spent();
    }
}
