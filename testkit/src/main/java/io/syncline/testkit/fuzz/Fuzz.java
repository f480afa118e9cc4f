package io.syncline.testkit.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a reader broken inputs for a while. A reader may take an input or refuse it as it promises;
 * it may not throw anything else, take long, or allocate without measure. Each input comes from a
 * seed; that of a failure is in its message, and {@code -Dfuzz.seed} runs it alone. {@code
 * -Dfuzz.seconds} says how long, {@value #SECONDS} if it is not given, and {@code -Dfuzz.from} the
 * first seed, so that a long run need not begin where every run does.
 */
public final class Fuzz {
    /** How long a target is fed in the test suite. */
    public static final int SECONDS = 10;

    /** A reader's own computing time for one input; a tenth of it would be long already. */
    private static final Duration TIME_MAX = Duration.ofSeconds(2);

    private static final Duration HANG = Duration.ofSeconds(30);
    private static final long BYTES_MAX = 256L << 20;

    /** What reads bytes. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads one input.
         *
         * @return whether it was taken; false if it was refused as promised
         */
        boolean read(byte[] input) throws Exception;
    }

    /** What reads text. */
    @FunctionalInterface
    public interface TextReader {
        /**
         * Reads one input.
         *
         * @return whether it was taken; false if it was refused as promised
         */
        boolean read(String input) throws Exception;
    }

    /**
     * What was done.
     *
     * @param inputs how many were given
     * @param taken how many of them were not refused
     */
    public record Tally(long inputs, long taken) {}

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final Mutations mutations;
    private final Reader reader;
    private long inputs;
    private long taken;
    private volatile long seed;
    private volatile long startedNanos = System.nanoTime();
    private volatile @Nullable Throwable failure;

    private Fuzz(String name, Mutations mutations, Reader reader) {
        this.name = name;
        this.mutations = mutations;
        this.reader = reader;
    }

    /**
     * Feeds a reader of bytes.
     *
     * @param samples good inputs, which are broken
     * @param words bytes that mean something, put in here and there; may be empty
     * @throws AssertionError if it does what it must not
     */
    public static Tally bytes(
            String name, List<byte[]> samples, List<byte[]> words, Reader reader) {
        return new Fuzz(name, new Mutations(samples, words), reader).run();
    }

    /** Feeds a reader of text; broken UTF-8 comes as the character for it. */
    public static Tally text(
            String name, List<String> samples, List<String> words, TextReader reader) {
        return bytes(
                name,
                samples.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList(),
                words.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList(),
                input -> reader.read(new String(input, StandardCharsets.UTF_8)));
    }

    private Tally run() {
        Thread worker = new Thread(this::feed, "fuzz-" + name);
        worker.setDaemon(true);
        worker.start();
        try {
            while (!worker.join(Duration.ofMillis(100))) {
                if (System.nanoTime() - startedNanos > HANG.toNanos()) {
                    AssertionError hang = broken("does not end", null);
                    hang.setStackTrace(worker.getStackTrace());
                    throw hang;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
        Throwable found = failure;
        if (found != null) {
            throw broken("fails: " + found, found);
        }
        System.out.println("fuzz " + name + ": " + inputs + " inputs, " + taken + " taken");
        return new Tally(inputs, taken);
    }

    private AssertionError broken(String what, @Nullable Throwable cause) {
        byte[] input = mutations.input(seed);
        String hex = HexFormat.of().formatHex(input, 0, Math.min(400, input.length));
        return new AssertionError(
                "%s %s; again by -Dfuzz.seed=%d; %d bytes: %s"
                        .formatted(name, what, seed, input.length, hex),
                cause);
    }

    private void feed() {
        Long only = Long.getLong("fuzz.seed");
        int seconds = Integer.getInteger("fuzz.seconds", SECONDS);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try {
            if (only != null) {
                one(only);
                return;
            }
            for (long next = Long.getLong("fuzz.from", 0); System.nanoTime() < end; next++) {
                one(next);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void one(long next) throws Exception {
        seed = next;
        byte[] input = mutations.input(next);
        startedNanos = System.nanoTime();
        long me = Thread.currentThread().threadId();
        long time = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getThreadAllocatedBytes(me);
        taken += reader.read(input) ? 1 : 0;
        inputs++;
        time = THREADS.getCurrentThreadCpuTime() - time;
        bytes = THREADS.getThreadAllocatedBytes(me) - bytes;
        if (time > TIME_MAX.toNanos() || bytes > BYTES_MAX) {
            throw new AssertionError(time / 1_000_000 + " ms and " + bytes + " bytes allocated");
        }
    }
}
