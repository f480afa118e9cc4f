package io.syncline.connector.postgres;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Version;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Who made the transaction that a stream is in, as far as it has said so: by its origin and by its
 * {@link Byline messages}. Used by one thread.
 */
final class Author {
    /** More of what an application says is left out. */
    private static final int BY_MAX = 500;

    private final ReplicaId replica;
    private final boolean echoes;
    private long millis;
    private int ordinal;
    private boolean ours;
    private @Nullable ReplicaId flow;
    private @Nullable String by;

    /**
     * @param replica the origin of what nobody signed
     * @param echoes whether what Syncline wrote is told too
     */
    Author(ReplicaId replica, boolean echoes) {
        this.replica = replica;
        this.echoes = echoes;
    }

    /** A transaction begins, of which nothing is known yet but when it was committed. */
    void begin(long committedMillis) {
        millis = committedMillis;
        ordinal = 0;
        ours = false;
        flow = null;
        by = null;
    }

    /** It came with a replication origin of this name. */
    void origin(String name) {
        ours = name.startsWith("syncline");
    }

    /** It has a message; only the first that names a flow counts, which is before all rows. */
    void says(byte[] message, int at) {
        int prefix = at + 10;
        int length = PgOutputDecoder.end(message, prefix) + 1;
        String text =
                new String(
                        message,
                        length + 4,
                        PgBinary.int4(message, length),
                        StandardCharsets.UTF_8);
        switch (PgOutputDecoder.string(message, prefix)) {
            case Byline.FLOW -> flow = flow == null && !text.isBlank() ? new ReplicaId(text) : flow;
            case Byline.BY -> by = text.substring(0, Math.min(text.length(), BY_MAX));
            default -> {}
        }
    }

    /** Whether its changes are not told. */
    boolean passedOver() {
        return ours && !echoes;
    }

    /** The version of its next change; the origin is a flow's where one has signed. */
    Version version() {
        int counter = Math.min(ordinal++, Version.COUNTER_MAX);
        return new Version(millis, counter, flow == null ? replica : flow);
    }

    /** What the application says of who made it; null if it says nothing. */
    @Nullable String by() {
        return by;
    }
}
