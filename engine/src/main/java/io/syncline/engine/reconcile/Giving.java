package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives both ends what a round has decided that they are owed, at once: what one of them answers
 * changes nothing of what the other is given. Used by one round.
 */
final class Giving {
    /** Hears what became of a row. */
    @FunctionalInterface
    interface Taker {
        /**
         * What an end has answered.
         *
         * @param head a place of the end's log that is older than the row, if the write has made it
         */
        void take(Which which, RowId id, Outcome outcome, @Nullable Position head);
    }

    private record Delivery(List<Pair> owed, Writing writing, Supplier<Writing.Answer> answer) {}

    private final Parts parts;
    private final long number;
    private final Look look;
    private final Map<Which, Delivery> deliveries = new EnumMap<>(Which.class);

    /**
     * @param number the round's
     * @param look what it saw of its rows
     */
    Giving(Parts parts, long number, Look look) {
        this.parts = parts;
        this.number = number;
        this.look = look;
    }

    /** Begins to write to an end what of these rows it is owed. */
    void begin(Which which, Collection<Pair> pairs) {
        // What an earlier round owes to a row that is stuck is not written now.
        List<Pair> owed = pairs.stream().filter(pair -> owes(pair, which)).toList();
        if (owed.isEmpty()) {
            return;
        }
        Writing writing =
                new Writing(
                        parts,
                        number,
                        parts.end(which),
                        look.shown(which),
                        look.shown(which.other()));
        deliveries.put(
                which,
                new Delivery(owed, writing, parts.begin(owed.size(), () -> writing.write(owed))));
    }

    private boolean owes(Pair pair, Which which) {
        Half.Debt debt = pair.half(which).debt();
        return debt != null && debt.round() == number;
    }

    /** Waits for what both ends answer. */
    void take(Taker taker) {
        for (var each : deliveries.entrySet()) {
            Delivery delivery = each.getValue();
            Writing.Answer answer = delivery.answer().get();
            for (int i = 0; i < delivery.owed().size(); i++) {
                Pair pair = delivery.owed().get(i);
                Position head = delivery.writing().makes(pair) ? answer.head() : null;
                taker.take(each.getKey(), pair.id(), answer.outcomes().get(i), head);
            }
        }
    }

    /** Waits for the end of what was begun, whatever comes of it. */
    void close() {
        deliveries.values().forEach(each -> Look.end(each.answer()));
    }
}
