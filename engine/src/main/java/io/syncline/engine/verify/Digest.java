package io.syncline.engine.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * Stands for all rows of some collections: two ends that hold the same rows come to the same,
 * whatever the order in which they are read. Used by one thread.
 */
final class Digest {
    private static final int HEX = 16;

    private final TreeMap<String, Tally> collections = new TreeMap<>();

    /** What is counted of a collection. */
    Tally of(String collection) {
        return collections.computeIfAbsent(collection, _ -> new Tally());
    }

    long rows() {
        return collections.values().stream().mapToLong(Tally::rows).sum();
    }

    /** SHA-256, in hexadecimal digits, of a line for each collection: name, count, sum. */
    String text() {
        StringBuilder lines = new StringBuilder();
        collections.forEach(
                (name, tally) ->
                        lines.append(name)
                                .append('\t')
                                .append(tally.rows())
                                .append('\t')
                                .append(tally.sum().toString(HEX))
                                .append('\n'));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
