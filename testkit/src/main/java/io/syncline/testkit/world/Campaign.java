package io.syncline.testkit.world;

import io.syncline.testkit.Choices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Plays a long row of schedules, one seed after the other, and keeps its place in a file, so that
 * it goes on where it was ended. Every failing seed is printed with the command that replays it.
 */
public final class Campaign {
    private static final int EVERY = 1_000;
    private static final String STANDARD_FILE = "bench/target/world.txt";

    private final Path file;
    private final TreeMap<String, Long> sums = new TreeMap<>();

    private Campaign(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split("=", 2);
                sums.put(words[0], Long.parseLong(words[1]));
            }
        }
    }

    /**
     * @param arguments how many schedules in all, and the file that keeps the place, if not that of
     *     the measurements
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: Campaign SCHEDULES [FILE]");
            System.exit(2);
        }
        Campaign campaign =
                new Campaign(Path.of(arguments.length > 1 ? arguments[1] : STANDARD_FILE));
        System.exit(campaign.run(Long.parseLong(arguments[0])) == 0 ? 0 : 1);
    }

    private long run(long schedules) throws IOException {
        for (long seed = sum("seed") + 1; seed <= schedules; seed++) {
            play(seed);
            sums.put("seed", seed);
            if (seed % EVERY == 0 || seed == schedules) {
                keep();
                System.out.printf(
                        Locale.ROOT, "%d of %d, %d failed%n", seed, schedules, sum("failed"));
            }
        }
        System.out.println(summary());
        return sum("failed");
    }

    private void play(long seed) {
        try {
            Tally tally = World.schedule(Choices.of(seed));
            add("schedules", tally.schedules());
            add("steps", tally.steps());
            for (Trouble trouble : Trouble.values()) {
                add(trouble.name(), tally.of(trouble));
            }
        } catch (RuntimeException | AssertionError e) {
            add("failed", 1);
            System.out.printf(
                    "seed %d fails: %s%n  again by: ./syncline test -pl testkit -am -Dtest=MirrorWorldTest"
                            + " -D%s=%d%n",
                    seed, e.getMessage(), Choices.SEED, seed);
        }
    }

    private String summary() {
        StringBuilder line = new StringBuilder();
        line.append(sum("schedules")).append(" schedules, ");
        line.append(sum("steps")).append(" steps, each checked; ");
        for (Trouble trouble : Trouble.values()) {
            String name = trouble.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            line.append(name).append(' ').append(sum(trouble.name())).append(", ");
        }
        return line.append(sum("failed")).append(" failed").toString();
    }

    private void keep() throws IOException {
        List<String> lines =
                sums.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList();
        Files.write(file, lines);
    }

    private long sum(String name) {
        return sums.getOrDefault(name, 0L);
    }

    private void add(String name, long count) {
        sums.merge(name, count, Long::sum);
    }
}
