package io.syncline.engine.reconcile;

import io.syncline.core.endpoint.Position;
import io.syncline.engine.pair.Half;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an end keeps of the latest round that wrote to it, in the transaction of the writes: so that
 * after a crash it is known which were made.
 *
 * @param round its number
 * @param left the places of its writes that were not made
 */
record Receipt(long round, Set<Integer> left) {
    Receipt {
        left = Set.copyOf(left);
    }

    /** The receipt as an end keeps it. */
    Position position() {
        String places =
                new TreeSet<>(left).stream().map(String::valueOf).collect(Collectors.joining(","));
        return new Position(left.isEmpty() ? Long.toString(round) : round + "-" + places);
    }

    /** Reads one back; null if the end has none yet. */
    static @Nullable Receipt of(@Nullable Position position) {
        if (position == null) {
            return null;
        }
        String[] parts = position.token().split("-", 2);
        Set<Integer> left =
                parts.length == 1
                        ? Set.of()
                        : Arrays.stream(parts[1].split(","))
                                .map(Integer::valueOf)
                                .collect(Collectors.toSet());
        return new Receipt(Long.parseLong(parts[0]), left);
    }

    /** Whether it says that a debt was paid. */
    boolean pays(Half.@Nullable Debt debt) {
        return debt != null && debt.round() == round && !left.contains(debt.place());
    }
}
