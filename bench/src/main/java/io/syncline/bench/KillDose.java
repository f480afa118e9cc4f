package io.syncline.bench;

import io.syncline.core.endpoint.Phases.Phase;
import io.syncline.testkit.kill.Kill;
import io.syncline.testkit.kill.KillGround;
import io.syncline.testkit.kill.KillGround.Ask;
import io.syncline.testkit.kill.KillGround.Database;
import io.syncline.testkit.kill.KillGround.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The large dose of kills: rounds, each with a sync of its own that is killed while it copies, then
 * while it streams, commits and acknowledges, then with each of its databases; or only while it
 * reads a backlog in pieces. Ends at once at the first kill after which anything is not as it must
 * be.
 *
 * @param kills of the server, at least
 * @param ofEachPhase of these
 */
record KillDose(
        KillTally tally,
        Origin origin,
        List<Phase> phases,
        int rows,
        int kills,
        int ofEachPhase,
        int ofEachDatabase) {
    private static final int IN_A_ROUND = 9;

    private static KillDose whole(KillTally tally, Origin origin, int kills, int ofEachDatabase) {
        // Those that there are: a binary log is read as a stream only.
        List<Phase> phases =
                Stream.of(Phase.values())
                        .filter(
                                phase ->
                                        origin == Origin.POSTGRESQL
                                                || !Kill.CATCHING_UP.contains(phase))
                        .toList();
        return new KillDose(
                tally, origin, phases, 40_000, kills, Math.min(20, kills / 7), ofEachDatabase);
    }

    private static KillDose bulk(KillTally tally, int ofEachPhase) {
        List<Phase> phases = List.copyOf(Kill.CATCHING_UP);
        return new KillDose(tally, Origin.POSTGRESQL, phases, 10_000, 0, ofEachPhase, 0);
    }

    private void run() throws Exception {
        try (KillGround ground = new KillGround(System.nanoTime(), origin)) {
            while (!done()) {
                round(ground);
                tally.print();
            }
        }
    }

    private boolean done() {
        return serverDone() && databaseDone();
    }

    private boolean serverDone() {
        return tally.kills() >= kills
                && phases.stream().allMatch(phase -> tally.met(phase) >= ofEachPhase);
    }

    private boolean databaseDone() {
        return List.of(Database.values()).stream()
                .allMatch(database -> tally.killed(database) >= ofEachDatabase);
    }

    private void round(KillGround ground) throws Exception {
        ground.begin(rows);
        if (phases.contains(Phase.SNAPSHOT) && !serverDone()) {
            kill(ground, Phase.SNAPSHOT);
        }
        ground.awaitStreaming();
        for (int i = 1; i < IN_A_ROUND && !serverDone(); i++) {
            kill(
                    ground,
                    phases.stream()
                            .filter(phase -> phase != Phase.SNAPSHOT)
                            .min(Comparator.comparingInt(tally::met))
                            .orElseThrow());
        }
        for (Database database : Database.values()) {
            if (tally.killed(database) < ofEachDatabase) {
                tally.add(database, ground.kill(database));
            }
        }
        if (phases.contains(Phase.SNAPSHOT)) {
            ask(ground);
        }
        System.out.printf(
                "a round of %d effective writes; %d went back while rows were copied%n",
                ground.writes(), ground.backWhileCopied());
    }

    private static void ask(KillGround ground) throws Exception {
        for (Ask ask : Ask.values()) {
            ground.kill(ask);
            if (ask != Ask.LEAVE) {
                ground.awaitStreaming();
            }
            System.out.println("killed when asked for " + ask);
        }
    }

    private void kill(KillGround ground, Phase phase) throws Exception {
        Kill kill = ground.kill(phase);
        tally.add(kill);
        System.out.println(kill);
    }

    /**
     * Runs it: what is read, if it is said, then kills, kills of each database, state file; or
     * {@code bulk}, kills in each phase, state file; or {@code twoway}, kills, state file.
     */
    static void main(String[] args) throws Exception {
        boolean said = args.length > 0 && !Character.isDigit(args[0].charAt(0));
        String what = said ? args[0] : "postgresql";
        List<String> rest = List.of(args).subList(said ? 1 : 0, args.length);
        if (what.equals("bulk")) {
            bulk(tally(rest, 1, "bench/target/kills-bulk.tsv"), number(rest, 0, 50)).run();
            return;
        }
        if (what.equals("twoway")) {
            KillTally tally = tally(rest, 1, "bench/target/kills-twoway.tsv");
            new TwoWayDose(tally, number(rest, 0, 100)).run();
            return;
        }
        Origin origin = Origin.valueOf(what.toUpperCase(Locale.ROOT));
        String own =
                origin == Origin.POSTGRESQL
                        ? "bench/target/kills.tsv"
                        : "bench/target/kills-mariadb.tsv";
        whole(tally(rest, 2, own), origin, number(rest, 0, 150), number(rest, 1, 20)).run();
    }

    private static int number(List<String> words, int at, int otherwise) {
        return words.size() > at ? Integer.parseInt(words.get(at)) : otherwise;
    }

    private static KillTally tally(List<String> words, int at, String otherwise)
            throws IOException {
        KillTally tally = KillTally.in(Path.of(words.size() > at ? words.get(at) : otherwise));
        tally.print();
        return tally;
    }
}
