package io.syncline.bench;

import io.syncline.core.endpoint.Phases.Phase;
import io.syncline.testkit.kill.Kill;
import io.syncline.testkit.kill.KillGround.Database;
import io.syncline.testkit.kill.TwoWayGround.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The kills that were done, one a line of a file: what was killed, the phase that was met or the
 * database, how many rows were behind at each destination, and the milliseconds until all was equal
 * again. Used by one thread.
 */
final class KillTally {
    private static final String WEAK = "weak";
    private static final String BETWEEN = "BETWEEN";

    private final Path file;
    private final List<String[]> lines = new ArrayList<>();

    private KillTally(Path file) {
        this.file = file;
    }

    /** What a file knows, or nothing yet. */
    static KillTally in(Path file) throws IOException {
        KillTally tally = new KillTally(file);
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(line -> tally.lines.add(line.split("\t", -1)));
        }
        return tally;
    }

    void add(Kill kill) throws IOException {
        Phase met = kill.met();
        add(
                kill.counts() ? "server" : WEAK,
                met == null ? BETWEEN : met.name(),
                kill.unapplied().stream().map(String::valueOf).collect(Collectors.joining(",")),
                Long.toString(kill.millis()));
    }

    void add(Database database, long millis) throws IOException {
        add("database", database.name(), "", Long.toString(millis));
    }

    void add(Victim victim, long millis) throws IOException {
        add("two-way", victim.name(), "", Long.toString(millis));
    }

    private void add(String... words) throws IOException {
        lines.add(words);
        Files.writeString(
                file,
                String.join("\t", words) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Kills of the server that count. */
    int kills() {
        return (int) lines.stream().filter(line -> line[0].equals("server")).count();
    }

    /** Of these, the ones that met a phase. */
    int met(Phase phase) {
        return count("server", phase.name());
    }

    /** Kills of a database. */
    int killed(Database database) {
        return count("database", database.name());
    }

    /** Kills of a part of a two-way sync. */
    int killed(Victim victim) {
        return count("two-way", victim.name());
    }

    private int count(String what, String which) {
        return (int)
                lines.stream()
                        .filter(line -> line[0].equals(what) && line[1].equals(which))
                        .count();
    }

    /** Shows the histogram of phases, the databases, and how long a kill took in the median. */
    void print() {
        System.out.printf("%d kills of the server%n", kills());
        for (Phase phase : Phase.values()) {
            row("server", phase.name());
        }
        row("server", BETWEEN);
        for (Database database : Database.values()) {
            row("database", database.name());
        }
        long weak = lines.stream().filter(line -> line[0].equals(WEAK)).count();
        System.out.printf("not counted, because too little was unapplied: %d%n", weak);
    }

    /** Shows how often each of these was killed, and how long it took in the median. */
    void print(List<Victim> victims) {
        victims.forEach(victim -> row("two-way", victim.name()));
    }

    private void row(String what, String which) {
        long[] millis =
                lines.stream()
                        .filter(line -> line[0].equals(what) && line[1].equals(which))
                        .mapToLong(line -> Long.parseLong(line[3]))
                        .sorted()
                        .toArray();
        double median = millis.length == 0 ? 0 : millis[millis.length / 2] / 1000.0;
        System.out.printf(
                Locale.ROOT,
                "  %-12s %4d  median %5.1f s  %s%n",
                which,
                millis.length,
                median,
                "#".repeat(millis.length));
    }
}
