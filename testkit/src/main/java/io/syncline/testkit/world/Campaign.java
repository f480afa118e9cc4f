package io.syncline.testkit.world;

import io.syncline.testkit.Choices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Plays a long row of schedules, one seed after the other, and keeps its place in a file, so that
 * it goes on where it was ended. Every failing seed is printed with the command that replays it.
 */
public final class Campaign {
    private static final int EVERY = 1_000;
    private static final Set<String> NAMED = Set.of("seed", "schedules", "steps", "failed");
    private static final String STANDARD_FILE = "bench/target/world.txt";

    private final Path file;
    private final String test;
    private final Function<Choices, Map<String, Long>> world;
    private final TreeMap<String, Long> sums = new TreeMap<>();

    private Campaign(Path file, String test, Function<Choices, Map<String, Long>> world)
            throws IOException {
        this.file = file;
        this.test = test;
        this.world = world;
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
        run(arguments, STANDARD_FILE, "MirrorWorldTest", Campaign::mirrored);
    }

    /**
     * Plays the schedules of a world, and ends the process.
     *
     * @param arguments how many in all, and the file that keeps the place, if not this one
     * @param test the test that replays one
     * @param world plays one, and tells what it has counted
     */
    public static void run(
            String[] arguments,
            String file,
            String test,
            Function<Choices, Map<String, Long>> world)
            throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: SCHEDULES [FILE]");
            System.exit(2);
        }
        Path place = Path.of(arguments.length > 1 ? arguments[1] : file);
        long failed = new Campaign(place, test, world).run(Long.parseLong(arguments[0]));
        System.exit(failed == 0 ? 0 : 1);
    }

    private static Map<String, Long> mirrored(Choices any) {
        Tally tally = World.schedule(any);
        Map<String, Long> counted = new TreeMap<>();
        counted.put("schedules", tally.schedules());
        counted.put("steps", tally.steps());
        for (Trouble trouble : Trouble.values()) {
            counted.put(trouble.name(), tally.of(trouble));
        }
        return counted;
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
            world.apply(Choices.of(seed)).forEach(this::add);
        } catch (RuntimeException | AssertionError e) {
            add("failed", 1);
            System.out.printf(
                    "seed %d fails: %s%n  again by: ./syncline test -pl testkit -am -Dtest=%s -D%s=%d%n",
                    seed, e.getMessage(), test, Choices.SEED, seed);
        }
    }

    private String summary() {
        StringBuilder line = new StringBuilder();
        line.append(sum("schedules")).append(" schedules, ");
        line.append(sum("steps")).append(" steps, each checked; ");
        for (String each : sums.keySet()) {
            if (!NAMED.contains(each)) {
                String name = each.toLowerCase(Locale.ROOT).replace('_', ' ');
                line.append(name).append(' ').append(sum(each)).append(", ");
            }
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
