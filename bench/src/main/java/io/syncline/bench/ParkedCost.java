package io.syncline.bench;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * What rows that wait for a person cost the others in a two-way sync: two equal tables, one of
 * which has so many waiting rows, each with a sync of its own, written to by turns at the same
 * pace. Of the writes, 1 % go to the rows that wait, or to the same rows where none does. Processor
 * time of the product and of its store for each change.
 */
final class ParkedCost {
    /** The rows that do not wait. */
    private static final int OTHERS = 20_000;

    private static final int EACH_SECOND = 1_000;
    private static final int IN_A_TRANSACTION = 20;

    /** One in so many changes goes to a row that waits. */
    private static final int TO_PARKED = 100;

    private final PairLab lab;
    private final int parked;
    private final Ratios ratios = new Ratios("without");
    private long written;

    private ParkedCost(PairLab lab, int parked) {
        this.lab = lab;
        this.parked = parked;
    }

    /** Measures; the arguments are rounds, changes of each, and how many rows wait. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int changes = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int parked = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        try (PairLab lab = PairLab.open()) {
            new ParkedCost(lab, parked).run(rounds, changes);
        }
    }

    private void run(int rounds, int changes) throws Exception {
        PairLab.Sync with = sync("parked_with", parked);
        PairLab.Sync without = sync("parked_without", 0);
        // Round 0 warms up.
        for (int round = 0; round <= rounds; round++) {
            List<PairLab.Sync> turns =
                    round % 2 == 0 ? List.of(with, without) : List.of(without, with);
            for (PairLab.Sync sync : turns) {
                one(round, sync, sync.equals(with) ? "with" : "without", changes);
            }
        }
        System.out.printf("%n%d rows wait; goal: at most 1.05 of without%n", parked);
        ratios.table("cpu us/change");
    }

    private PairLab.Sync sync(String table, int waiting) throws Exception {
        lab.fill(table, 1 + parked + OTHERS, waiting);
        PairLab.Sync sync = lab.configure(table, true);
        requireWaiting(sync, waiting);
        lab.pause(sync);
        return sync;
    }

    private void requireWaiting(PairLab.Sync sync, long wanted) throws Exception {
        long waiting = lab.waiting(sync);
        if (waiting != wanted) {
            throw new IllegalStateException(waiting + " rows wait instead of " + wanted);
        }
    }

    private void one(int round, PairLab.Sync sync, String name, int changes) throws Exception {
        lab.resume(sync);
        lab.mark(sync);
        lab.awaitMark(sync);
        Meter meter = lab.meter();
        write(sync, changes);
        lab.mark(sync);
        lab.awaitMark(sync);
        Spent spent = meter.spent();
        lab.awaitEqual(sync.table(), "id, kind, name");
        requireWaiting(sync, name.equals("with") ? parked : 0);
        lab.pause(sync);
        double own = spent.own() * 1e6 / changes;
        double store = spent.store() * 1e6 / changes;
        System.out.printf(
                Locale.ROOT,
                "round %d  %-8s cpu us/change: own %.1f store %.1f  %.1f s  others %.2f cores%s%n",
                round,
                name,
                own,
                store,
                spent.seconds(),
                spent.othersCores(),
                Noise.noisy(spent.othersCores()) ? " NOISY" : "");
        if (round > 0) {
            ratios.add("own", name, own);
            ratios.add("store", name, store);
            ratios.add("both", name, own + store);
        }
    }

    private void write(PairLab.Sync sync, int changes) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        String update = "update %s set %%s where id = any (?)".formatted(sync.table());
        try (PreparedStatement others = lab.ours.prepareStatement(update.formatted("kind=kind+1"));
                PreparedStatement waiting =
                        lab.ours.prepareStatement(update.formatted("note = note || '.'"))) {
            for (int done = 0; done < changes; done += IN_A_TRANSACTION) {
                boolean both = done % TO_PARKED == 0;
                Long[] ids = new Long[both ? IN_A_TRANSACTION - 1 : IN_A_TRANSACTION];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = 1 + parked + written++ % OTHERS;
                }
                update(others, ids);
                if (both) {
                    update(waiting, 1 + written % parked);
                }
                long due = start + (done + IN_A_TRANSACTION) * 1_000_000_000L / EACH_SECOND;
                Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            }
        }
    }

    private void update(PreparedStatement statement, Long... ids) throws SQLException {
        statement.setArray(1, lab.ours.createArrayOf("bigint", ids));
        statement.executeUpdate();
    }
}
