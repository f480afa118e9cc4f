package io.syncline.bench;

import io.syncline.core.endpoint.Phases.Phase;
import io.syncline.testkit.kill.Kill;
import io.syncline.testkit.kill.KillGround;
import io.syncline.testkit.kill.KillGround.Ask;
import io.syncline.testkit.kill.KillGround.Database;
import io.syncline.testkit.kill.KillGround.Origin;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The large dose of kills: rounds, each with a sync of its own that is killed while it copies, then
 * while it streams, commits and acknowledges, then with each of its databases. Ends at once at the
 * first kill after which anything is not as it must be.
 */
final class KillDose {
    private static final int ROWS = 40_000;
    private static final int IN_A_ROUND = 9;

    private final KillTally tally;
    private final int kills;
    private final int ofEachDatabase;
    private final Origin origin;

    private KillDose(KillTally tally, int kills, int ofEachDatabase, Origin origin) {
        this.origin = origin;
        this.tally = tally;
        this.kills = kills;
        this.ofEachDatabase = ofEachDatabase;
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
                && phases().stream().allMatch(phase -> tally.met(phase) >= Math.min(20, kills / 7));
    }

    /** Those that there are: a binary log is read as a stream only. */
    private List<Phase> phases() {
        return Stream.of(Phase.values())
                .filter(phase -> origin == Origin.POSTGRESQL || !Kill.CATCHING_UP.contains(phase))
                .toList();
    }

    private boolean databaseDone() {
        return List.of(Database.values()).stream()
                .allMatch(database -> tally.killed(database) >= ofEachDatabase);
    }

    private void round(KillGround ground) throws Exception {
        ground.begin(ROWS);
        if (!serverDone()) {
            kill(ground, Phase.SNAPSHOT);
        }
        ground.awaitStreaming();
        for (int i = 1; i < IN_A_ROUND && !serverDone(); i++) {
            kill(
                    ground,
                    phases().stream()
                            .filter(phase -> phase != Phase.SNAPSHOT)
                            .min(Comparator.comparingInt(tally::met))
                            .orElseThrow());
        }
        for (Database database : Database.values()) {
            if (tally.killed(database) < ofEachDatabase) {
                tally.add(database, ground.kill(database));
            }
        }
        for (Ask ask : Ask.values()) {
            ground.kill(ask);
            if (ask != Ask.LEAVE) {
                ground.awaitStreaming();
            }
            System.out.println("killed when asked for " + ask);
        }
        System.out.printf(
                "a round of %d effective writes; %d went back while rows were copied%n",
                ground.writes(), ground.backWhileCopied());
    }

    private void kill(KillGround ground, Phase phase) throws Exception {
        Kill kill = ground.kill(phase);
        tally.add(kill);
        System.out.println(kill);
    }

    /** Runs it: what is read, if it is said, then kills, kills of each database, state file. */
    static void main(String[] args) throws Exception {
        boolean said = args.length > 0 && !Character.isDigit(args[0].charAt(0));
        Origin origin = said ? Origin.valueOf(args[0].toUpperCase(Locale.ROOT)) : Origin.POSTGRESQL;
        List<String> rest = List.of(args).subList(said ? 1 : 0, args.length);
        int kills = rest.isEmpty() ? 150 : Integer.parseInt(rest.get(0));
        int ofEachDatabase = rest.size() > 1 ? Integer.parseInt(rest.get(1)) : 20;
        String own =
                origin == Origin.POSTGRESQL
                        ? "bench/target/kills.tsv"
                        : "bench/target/kills-mariadb.tsv";
        Path state = Path.of(rest.size() > 2 ? rest.get(2) : own);
        KillTally tally = KillTally.in(state);
        tally.print();
        new KillDose(tally, kills, ofEachDatabase, origin).run();
    }
}
