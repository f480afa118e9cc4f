package io.syncline.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The drain of a backlog by the product as it ships against what others would take for it; those
 * rivals take part that {@code bench/rivals/build} has built.
 */
final class Rivals {
    private static final long ROWS = 500_000;
    private static final String SYNCLINE = "syncline";

    private Rivals() {}

    /**
     * Runs it: rounds, rows, names of workloads with commas between them (or {@code all}), and
     * likewise of contenders; ratios are of the first of these, the picture is of the last.
     *
     * <p>Debezium comes twice: as {@code debezium} with its sink's ordinary writer, as {@code
     * unnest} with the one it has for PostgreSQL alone.
     */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long rows = args.length > 1 ? Long.parseLong(args[1]) : ROWS;
        boolean some = args.length > 2 && !args[2].equals("all");
        List<String> names = some ? List.of(args[2].split(",")) : List.of();
        List<String> who = args.length > 3 ? List.of(args[3].split(",")) : built();
        try (Contest contest = Contest.open(false)) {
            for (String name : who) {
                enter(contest, name, rows);
            }
            new Drain(contest).measure("rivals", rounds, rows, names);
        }
    }

    private static List<String> built() {
        List<String> who = new ArrayList<>();
        if (Debezium.built()) {
            who.addAll(List.of("debezium", "unnest"));
        }
        if (SymmetricDs.built()) {
            who.add("symmetric");
        }
        who.addAll(List.of("native", SYNCLINE));
        return who;
    }

    private static void enter(Contest contest, String name, long rows) throws Exception {
        switch (name) {
            case "debezium" -> contest.enter(Debezium.plain(contest.lab));
            case "unnest" -> contest.enter(Debezium.unnest(contest.lab));
            case "symmetric" -> contest.enter(new SymmetricDs(rows));
            case "native" -> contest.enter(new NativeReplication());
            case SYNCLINE -> contest.enterServed();
            default -> throw new IllegalArgumentException("no contender is called " + name);
        }
    }
}
