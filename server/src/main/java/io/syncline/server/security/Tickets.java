package io.syncline.server.security;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Short-lived tickets for those who cannot send a header, as a browser's EventSource: each opens
 * one stream, once. Thread-safe; forgotten when the process ends.
 */
public final class Tickets {
    /** How long a ticket is good. */
    public static final long LIFE_MILLIS = 30_000;

    /** Somebody who asks for more at a time does not use them. */
    private static final int OPEN_MAX = 10_000;

    private final LongSupplier wallMillis;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ticket> open = new LinkedHashMap<>();

    private record Ticket(Caller caller, long endMillis) {}

    /** Tickets by this clock. */
    public Tickets(LongSupplier wallMillis) {
        this.wallMillis = wallMillis;
    }

    /** A new ticket for somebody. */
    public synchronized String issue(Caller caller) {
        long now = wallMillis.getAsLong();
        open.values().removeIf(each -> each.endMillis() < now);
        if (open.size() >= OPEN_MAX) {
            open.remove(open.keySet().iterator().next());
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String ticket = "tk_" + HexFormat.of().formatHex(bytes);
        open.put(ticket, new Ticket(caller, now + LIFE_MILLIS));
        return ticket;
    }

    /** Whom the ticket lets in, null if nobody; it is not good any more afterwards. */
    public synchronized @Nullable Caller redeem(String ticket) {
        Ticket found = open.remove(ticket);
        return found == null || found.endMillis() < wallMillis.getAsLong() ? null : found.caller();
    }
}
