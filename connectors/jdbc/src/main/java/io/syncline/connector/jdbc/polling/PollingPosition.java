package io.syncline.connector.jdbc.polling;

import io.syncline.core.endpoint.Position;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far tables were asked. Written as {@code polling:cycle:page:marks}.
 *
 * @param cycle when the last whole round through the tables began, in milliseconds of this
 *     machine's clock, or one more than that of the round before if the clock went back
 * @param page how many pages were told since
 * @param marks from which value of its change column on a table has to be asked, by its name;
 *     everything below was told
 */
record PollingPosition(long cycle, long page, Map<String, String> marks) {
    private static final String PREFIX = "polling:";

    PollingPosition {
        marks = Collections.unmodifiableMap(new TreeMap<>(marks));
    }

    /** Reads a place; null if it is one of another kind. */
    static @Nullable PollingPosition of(Position position) {
        String[] parts = position.token().split(":", 4);
        if (parts.length != 4 || !position.token().startsWith(PREFIX)) {
            return null;
        }
        Map<String, String> marks = new TreeMap<>();
        for (String pair : parts[3].split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                marks.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return new PollingPosition(Long.parseLong(parts[1]), Long.parseLong(parts[2]), marks);
    }

    /** As the rest of the house knows it. */
    Position position() {
        String all =
                marks.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        return new Position(PREFIX + cycle + ":" + page + ":" + all);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Whether whoever came here was told everything up to there. */
    boolean covers(PollingPosition other) {
        return cycle > other.cycle || cycle == other.cycle && page >= other.page;
    }
}
