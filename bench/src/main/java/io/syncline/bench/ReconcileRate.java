package io.syncline.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How fast a two-way sync drains what was written while it was paused, beside a one-way sync of an
 * equal table between the same servers: keys a second, from the resume until both ends are equal.
 * Written at one end, at both ends in different keys, and so that of a hundred keys five were
 * written at both.
 */
final class ReconcileRate {
    private static final int IN_A_TRANSACTION = 1_000;

    /** One in so many keys is written at both ends. */
    private static final int SAME = 20;

    private final PairLab lab;
    private final int keys;
    private final List<Contender> contenders;
    private final Ratios rates;
    private final Ratios cpu;

    private ReconcileRate(PairLab lab, int keys, List<Contender> contenders) {
        this.lab = lab;
        this.keys = keys;
        this.contenders = contenders;
        String first = contenders.getFirst().word();
        this.rates = new Ratios(first);
        this.cpu = new Ratios(first);
    }

    /**
     * Measures; the arguments are rounds, keys, and who is measured, with commas between them, all
     * if nobody is named.
     */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int keys = args.length > 1 ? Integer.parseInt(args[1]) : 50_000;
        List<Contender> contenders =
                args.length > 2
                        ? Stream.of(args[2].split(",")).map(Contender::of).toList()
                        : Contender.all();
        try (PairLab lab = PairLab.open()) {
            new ReconcileRate(lab, keys, contenders).run(rounds);
        }
    }

    /** Who is measured, and what is written for it. */
    private enum Contender {
        MIRROR,
        ONE_SIDED,
        BOTH_SIDED,
        SAME_KEYS,
        SYMMETRIC_ONE_SIDED,
        SYMMETRIC_BOTH_SIDED;

        boolean isRival() {
            return this == SYMMETRIC_ONE_SIDED || this == SYMMETRIC_BOTH_SIDED;
        }

        static List<Contender> all() {
            return Stream.of(values())
                    .filter(each -> SymmetricPair.built() || !each.isRival())
                    .toList();
        }

        static Contender of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private void run(int rounds) throws Exception {
        PairKeeper mirror = sync("mirrored", false);
        PairKeeper pair = sync("paired", true);
        lab.fill(SymmetricPair.TABLE, keys + 1, 0);
        try (SymmetricPair symmetric = new SymmetricPair(lab)) {
            // Round 0 warms up.
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < contenders.size(); i++) {
                    Contender next = contenders.get((i + round) % contenders.size());
                    PairKeeper ordinary = next == Contender.MIRROR ? mirror : pair;
                    one(round, next, next.isRival() ? symmetric : ordinary);
                }
            }
        }
        rates.table("keys/s");
        cpu.table("cpu us/key");
    }

    private PairKeeper sync(String table, boolean bothWays) throws Exception {
        lab.fill(table, keys + 1, 0);
        PairLab.Sync sync = lab.configure(table, bothWays);
        lab.pause(sync);
        return new PairKeeper.Synced(lab, sync);
    }

    private void one(int round, Contender contender, PairKeeper keeper) throws Exception {
        lab.tidy();
        keeper.ready();
        write(contender, keeper.table());
        Meter meter = new Meter(lab.lab, keeper.process());
        keeper.begin();
        lab.awaitEqual(keeper.table(), "id, kind, name, note");
        Spent spent = meter.spent();
        keeper.stop();
        lab.lab.requireEqual(contender.word(), keeper.table());
        double rate = keys / spent.seconds();
        double micros = (spent.own() + spent.store()) * 1e6 / keys;
        System.out.printf(
                Locale.ROOT,
                "round %d  %-20s %9.0f keys/s  cpu us/key: own %.1f store %.1f source %.1f target"
                        + " %.1f  others %.2f cores%s%n",
                round,
                contender.word(),
                rate,
                spent.own() * 1e6 / keys,
                spent.store() * 1e6 / keys,
                spent.source() * 1e6 / keys,
                spent.target() * 1e6 / keys,
                spent.othersCores(),
                Noise.noisy(spent.othersCores()) ? " NOISY" : "");
        if (round > 0) {
            rates.add("keys", contender.word(), rate);
            cpu.add("keys", contender.word(), micros);
        }
    }

    private void write(Contender contender, String table) throws SQLException {
        switch (contender) {
            case MIRROR, ONE_SIDED, SYMMETRIC_ONE_SIDED -> update(lab.ours, table, 1, keys(1, 1));
            case BOTH_SIDED, SYMMETRIC_BOTH_SIDED -> {
                update(lab.ours, table, 1, keys(1, 2));
                update(lab.theirs, table, 1, keys(2, 2));
            }
            case SAME_KEYS -> {
                update(lab.ours, table, 1, keys(1, 2));
                // Another value at each end, or both would have agreed.
                update(lab.theirs, table, 2, keys(2, 2));
                update(lab.ours, table, 1, keys(SAME, SAME));
            }
        }
    }

    /** Every so manieth key from one of them on. */
    private List<Long> keys(int from, int step) {
        List<Long> ids = new ArrayList<>();
        for (long id = from; id <= keys; id += step) {
            ids.add(id);
        }
        return ids;
    }

    private static void update(Connection end, String table, int more, List<Long> ids)
            throws SQLException {
        String sql = "update %s set kind = kind + %d where id = any (?)".formatted(table, more);
        try (PreparedStatement statement = end.prepareStatement(sql)) {
            for (int from = 0; from < ids.size(); from += IN_A_TRANSACTION) {
                List<Long> some = ids.subList(from, Math.min(ids.size(), from + IN_A_TRANSACTION));
                statement.setArray(1, end.createArrayOf("bigint", some.toArray()));
                statement.executeUpdate();
            }
        }
    }
}
