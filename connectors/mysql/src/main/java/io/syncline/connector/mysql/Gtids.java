package io.syncline.connector.mysql;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A place in MariaDB's history: for each replication domain the last transaction. Immutable.
 *
 * @param last by domain
 */
record Gtids(Map<Long, Last> last) {
    static final Gtids NONE = new Gtids(Map.of());

    /**
     * The last transaction of a domain.
     *
     * @param server who wrote it first
     * @param sequence its number, which grows within the domain
     */
    record Last(long server, long sequence) {}

    /** Copies the map in the domains' order. */
    Gtids {
        last = Collections.unmodifiableMap(new TreeMap<>(last));
    }

    /**
     * Reads {@code 0-1-22,77-77-2}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Gtids parse(String text) {
        Map<Long, Last> last = new TreeMap<>();
        for (String each : text.isBlank() ? new String[0] : text.split(",")) {
            String[] parts = each.strip().split("-");
            if (parts.length != 3) {
                throw new IllegalArgumentException("Not a GTID: " + each);
            }
            last.put(
                    Long.parseLong(parts[0]),
                    new Last(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
        return new Gtids(last);
    }

    /** This place once a domain has come to a transaction. */
    Gtids with(long domain, long server, long sequence) {
        Map<Long, Last> further = new TreeMap<>(last);
        further.put(domain, new Last(server, sequence));
        return new Gtids(further);
    }

    /** The number of the last transaction of a domain; 0 if it has none. */
    long sequence(long domain) {
        Last known = last.get(domain);
        return known == null ? 0 : known.sequence();
    }

    /** Whether everything up to the other place is before this one. */
    boolean covers(Gtids other) {
        return other.last.entrySet().stream()
                .allMatch(each -> sequence(each.getKey()) >= each.getValue().sequence());
    }

    /** As the server writes it. */
    String text() {
        return last.entrySet().stream()
                .map(
                        each ->
                                each.getKey()
                                        + "-"
                                        + each.getValue().server()
                                        + "-"
                                        + each.getValue().sequence())
                .collect(Collectors.joining(","));
    }
}
