package io.syncline.bench;

import java.util.List;
import java.util.Map;

/**
 * The drain of a PostgreSQL backlog into MariaDB, and the first copy of a table: the product as it
 * ships against Debezium with its JDBC sink, where {@code bench/rivals/build} has built that.
 */
final class Maria {
    private static final long ROWS = 500_000;

    private Maria() {}

    /**
     * Runs it: rounds, rows, names of workloads with commas between them, {@code snapshot} for the
     * copy among them; everything if there are none.
     */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long rows = args.length > 1 ? Long.parseLong(args[1]) : ROWS;
        List<String> names = args.length > 2 ? List.of(args[2].split(",")) : List.of();
        if (names.isEmpty() || !names.equals(List.of(MariaSnapshot.NAME))) {
            try (Contest contest = Contest.openMaria()) {
                if (Debezium.built()) {
                    contest.enter(Debezium.maria(contest.lab, Map.of()));
                }
                contest.enterServed();
                new Drain(contest).measure("maria", rounds, rows, drained(names));
            }
        }
        if (names.isEmpty() || names.contains(MariaSnapshot.NAME)) {
            try (Contest contest = Contest.openMaria()) {
                Debezium debezium = null;
                if (Debezium.built()) {
                    // The slot is there already: the rows come first, then what the slot tells.
                    debezium =
                            Debezium.maria(contest.lab, Map.of("engine.snapshot.mode", "initial"));
                    contest.enter(debezium);
                }
                new MariaSnapshot(contest.lab, debezium, contest.enterServed(), rounds).run(rows);
            }
        }
    }

    private static List<String> drained(List<String> names) {
        return names.stream().filter(name -> !name.equals(MariaSnapshot.NAME)).toList();
    }
}
