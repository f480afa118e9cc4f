package io.syncline.engine.gather;

import io.syncline.core.endpoint.Position;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far the log of each source is dealt with, as the destination keeps it in one position.
 *
 * @param all by the names of what the flow reads at the sources
 */
record Places(Map<String, Position> all) {
    Places {
        all = Map.copyOf(all);
    }

    /** Nothing is dealt with. */
    static final Places NONE = new Places(Map.of());

    /** As the destination keeps it. */
    Position position() {
        return new Position(
                new TreeMap<>(all)
                        .entrySet().stream()
                                .map(each -> each.getKey() + " " + coded(each.getValue()))
                                .collect(Collectors.joining(",")));
    }

    private static String coded(Position place) {
        return Base64.getEncoder().encodeToString(place.token().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads it back; nothing if the destination has none. */
    static Places of(@Nullable Position position) {
        Map<String, Position> all = new TreeMap<>();
        if (position != null && !position.token().isEmpty()) {
            for (String each : position.token().split(",")) {
                String[] parts = each.split(" ", 2);
                byte[] token = Base64.getDecoder().decode(parts[1]);
                all.put(parts[0], new Position(new String(token, StandardCharsets.UTF_8)));
            }
        }
        return new Places(all);
    }

    /** Where the log of this source is dealt with. */
    Position of(Contributor contributor) {
        return Objects.requireNonNull(all.get(contributor.flow()), contributor::name);
    }
}
