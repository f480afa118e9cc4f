package io.syncline.bench;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How fast a PostgreSQL table's rows are brought to a MariaDB that has none: for the product with
 * all it does for a new sync, for Debezium into a table that is there. Both in each round, in an
 * order that turns; the tables are equal by checksum after each.
 */
final class MariaSnapshot {
    static final String NAME = "snapshot";

    private static final String TABLE = "item_snapshot";
    private static final long GIVE_UP_NANOS = 600_000_000_000L;
    private static final long STEP_MILLIS = 10;

    private final Lab lab;
    private final @Nullable Debezium debezium;
    private final Served served;
    private final int rounds;

    /**
     * @param debezium which begins with the rows that are there; null if it takes no part
     * @param rounds after the one that warms up
     */
    MariaSnapshot(Lab lab, @Nullable Debezium debezium, Served served, int rounds) {
        this.lab = lab;
        this.debezium = debezium;
        this.served = served;
        this.rounds = rounds;
    }

    /** Measures it, and keeps it with a picture. */
    void run(long rows) throws Exception {
        Workload copy = new Workload(NAME, List.of(TABLE), rows, "select 1");
        prepare(copy, rows);
        Rounds taken = new Rounds("maria-snapshot", rows, rounds);
        Debezium other = debezium;
        if (other != null) {
            taken.add(other.name(), workload -> copiedBy(other, workload));
        }
        taken.add(served.name(), this::copied);
        taken.run(List.of(copy));
        taken.keep();
    }

    /** The template has the empty table, for those who make none. */
    private void prepare(Workload copy, long rows) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Workload.table(source, TABLE, 0);
            Lab.run(source, "create table marker_" + NAME + " (id int primary key)");
            lab.database.copy(source);
            Lab.run(source, "drop table " + TABLE + ", marker_" + NAME);
            Workload.table(source, TABLE, rows);
            copy.behindItsSlot(lab, source, List.of());
        }
    }

    private Spent copied(Workload copy) throws Exception {
        lab.database.empty();
        Meter meter = new Meter(lab, served.process());
        served.copy(lab, copy);
        Spent spent = meter.spent();
        check(served);
        served.delete(copy);
        return spent;
    }

    private Spent copiedBy(Debezium other, Workload copy) throws Exception {
        lab.database.reset(Syncline.tables(copy));
        other.prepare(lab, copy);
        Meter meter = new Meter(lab, other.process());
        other.start(lab, copy);
        // It writes them in their order.
        String last = "select count(*) from " + TABLE + " where id = " + copy.changes();
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            while (!Lab.one(target, last).equals("1")) {
                String problem = other.problem(copy);
                if (problem != null || meter.nanos() > GIVE_UP_NANOS) {
                    throw new IllegalStateException(other.name() + ": " + problem);
                }
                meter.look();
                Thread.sleep(STEP_MILLIS);
            }
        }
        Spent spent = meter.spent();
        other.stop(lab, copy);
        check(other);
        return spent;
    }

    private void check(Contender contender) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            if (!lab.database.equal(source, target, TABLE, Set.of())) {
                throw new IllegalStateException(contender.name() + " left the table different");
            }
        }
    }
}
