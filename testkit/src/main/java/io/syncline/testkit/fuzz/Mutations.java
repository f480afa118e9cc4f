package io.syncline.testkit.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Breaks good samples a little, or a lot. */
final class Mutations {
    private static final int LENGTH_MAX = 1 << 16;
    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        6,
        7,
        127,
        128,
        255,
        256,
        32767,
        32768,
        65535,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final List<byte[]> samples;
    private final List<byte[]> words;

    /**
     * @param samples good inputs; empty ones are left out
     * @param words what means something where it stands
     */
    Mutations(List<byte[]> samples, List<byte[]> words) {
        this.samples = samples.stream().filter(sample -> sample.length > 0).toList();
        this.words = words;
    }

    /** The input of a seed; the same every time. */
    byte[] input(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] input = samples.get(random.nextInt(samples.size())).clone();
        int edits = 1 << random.nextInt(5);
        for (int i = random.nextInt(edits + 1); i > 0; i--) {
            input = edited(input, random);
        }
        return input.length > LENGTH_MAX ? Arrays.copyOf(input, LENGTH_MAX) : input;
    }

    private byte[] edited(byte[] input, SplittableRandom random) {
        int at = random.nextInt(input.length + 1);
        int length = Math.min(input.length - at, 1 + random.nextInt(1 << random.nextInt(7)));
        return switch (random.nextInt(8)) {
            case 0 -> changed(input, at, random);
            case 1 -> spliced(input, at, 0, bytes(1 + random.nextInt(8), random));
            case 2 -> spliced(input, at, length, new byte[0]);
            case 3 -> edge(input, at, random);
            case 4 -> repeated(input, at, length, random);
            case 5 -> {
                byte[] other = samples.get(random.nextInt(samples.size()));
                int from = random.nextInt(other.length);
                int to = from + 1 + random.nextInt(other.length - from);
                yield spliced(input, at, length, Arrays.copyOfRange(other, from, to));
            }
            case 6 -> Arrays.copyOf(input, at);
            default ->
                    words.isEmpty()
                            ? changed(input, at, random)
                            : spliced(
                                    input,
                                    at,
                                    random.nextInt(2) * length,
                                    words.get(random.nextInt(words.size())));
        };
    }

    private static byte[] changed(byte[] input, int at, SplittableRandom random) {
        if (at < input.length) {
            input[at] =
                    random.nextBoolean()
                            ? (byte) (input[at] ^ 1 << random.nextInt(8))
                            : (byte) random.nextInt(256);
        }
        return input;
    }

    private static byte[] bytes(int count, SplittableRandom random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Lengths and counts are where readers break. */
    private static byte[] edge(byte[] input, int at, SplittableRandom random) {
        long edge = EDGES[random.nextInt(EDGES.length)];
        int width = Math.min(input.length - at, 1 << random.nextInt(4));
        for (int i = 0; i < width; i++) {
            input[at + i] = (byte) (edge >> 8 * (width - 1 - i));
        }
        return input;
    }

    private static byte[] repeated(byte[] input, int at, int length, SplittableRandom random) {
        int times = 1 << random.nextInt(11);
        if (length == 0 || (long) length * times + input.length > LENGTH_MAX) {
            return input;
        }
        byte[] many = new byte[length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(input, at, many, i * length, length);
        }
        return spliced(input, at, 0, many);
    }

    private static byte[] spliced(byte[] input, int at, int removed, byte[] put) {
        byte[] out = Arrays.copyOf(input, input.length - removed + put.length);
        System.arraycopy(put, 0, out, at, put.length);
        System.arraycopy(input, at + removed, out, at + put.length, input.length - at - removed);
        return out;
    }
}
