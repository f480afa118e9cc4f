package io.syncline.connector.jdbc.outbox;

import io.syncline.core.endpoint.Position;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How far an outbox was told. It only counts what its readers did, so that it needs nothing of the
 * database's own order: a round tells every entry that could be seen when the round began, in parts
 * where there are many. Written as {@code outbox:birth:life:round:part}.
 *
 * @param birth which outbox; one that was made later has a higher number
 * @param life which of its readers, from 1; every one is later than those before
 * @param round all rounds before this one are told
 * @param part so many parts of this round are told, too
 */
record OutboxPosition(long birth, long life, long round, long part) {
    private static final String PREFIX = "outbox:";

    /** Before everything: nobody has opened an outbox yet. */
    static final OutboxPosition NONE = new OutboxPosition(0, 0, 0, 0);

    private static final Comparator<OutboxPosition> ORDER =
            Comparator.comparingLong(OutboxPosition::birth)
                    .thenComparingLong(OutboxPosition::life)
                    .thenComparingLong(OutboxPosition::round)
                    .thenComparingLong(OutboxPosition::part);

    /** Reads a place; null if it is one of another kind. */
    static @Nullable OutboxPosition of(Position position) {
        String[] parts = position.token().split(":", -1);
        if (parts.length != 5 || !position.token().startsWith(PREFIX)) {
            return null;
        }
        return new OutboxPosition(
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]));
    }

    /** As the rest of the house knows it. */
    Position position() {
        return new Position(PREFIX + birth + ":" + life + ":" + round + ":" + part);
    }

    /** Whether whoever came here was told everything up to there. */
    boolean covers(OutboxPosition other) {
        return ORDER.compare(this, other) >= 0;
    }
}
