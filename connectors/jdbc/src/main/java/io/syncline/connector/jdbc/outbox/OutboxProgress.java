package io.syncline.connector.jdbc.outbox;

import io.syncline.core.endpoint.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the reader of an outbox has told, and what of it may be removed. Entries that were told stay
 * in the outbox until their effects are durable, and are remembered until then; an entry that comes
 * to light late is told when it is seen, whatever its number is. Not safe for use by several
 * threads: whoever reads or asks holds this object's own lock.
 */
final class OutboxProgress {
    private final Outbox.Mark mark;
    private final TreeSet<Long> told = new TreeSet<>();
    private final NavigableMap<OutboxKey, List<Long>> byPart = new TreeMap<>();
    private final List<Long> removable = new ArrayList<>();
    private long highest;
    private long round = 1;
    private long part;
    private boolean open;

    private record OutboxKey(long round, long part) implements Comparable<OutboxKey> {
        @Override
        public int compareTo(OutboxKey other) {
            int rounds = Long.compare(round, other.round);
            return rounds == 0 ? Long.compare(part, other.part) : rounds;
        }
    }

    OutboxProgress(Outbox.Mark mark) {
        this.mark = mark;
    }

    /** Which outbox it is about. */
    Outbox.Mark mark() {
        return mark;
    }

    /** The highest number that was told; entries above are new. */
    long highest() {
        return highest;
    }

    /** How many entries are remembered. */
    int remembered() {
        return told.size();
    }

    /** Whether an entry was told already. */
    boolean has(long number) {
        return told.contains(number);
    }

    /** Where the reader is. */
    OutboxPosition here() {
        return new OutboxPosition(mark.birth(), mark.life(), round, part);
    }

    /** A round has begun: what is committed from now on is not sure to be in it. */
    void begin() {
        open = true;
    }

    /**
     * A part is told.
     *
     * @param last whether it tells the last that could be seen when the round began
     */
    OutboxPosition tell(List<Long> numbers, boolean last) {
        told.addAll(numbers);
        if (!numbers.isEmpty()) {
            highest =
                    Math.max(highest, numbers.stream().mapToLong(Long::longValue).max().orElse(0));
        }
        if (last) {
            round++;
            part = 0;
            open = false;
        } else {
            part++;
        }
        byPart.put(new OutboxKey(round, part), List.copyOf(numbers));
        return here();
    }

    /** The place that tells everything that is committed by now. */
    Position head(boolean untold) {
        long wanted = open ? round + 2 : untold ? round + 1 : round;
        return new OutboxPosition(mark.birth(), mark.life(), wanted, wanted > round ? 0 : part)
                .position();
    }

    /** The effects of everything up to here are durable. */
    void acknowledge(OutboxPosition position) {
        if (position.life() != mark.life()) {
            return;
        }
        var done = byPart.headMap(new OutboxKey(position.round(), position.part()), true);
        done.values().forEach(removable::addAll);
        done.clear();
    }

    /** Takes what may be removed; {@link #removed} says that it is. */
    List<Outbox.Span> removable() {
        List<Long> numbers = new ArrayList<>(removable);
        numbers.sort(null);
        List<Outbox.Span> spans = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            int from = i;
            while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                i++;
            }
            spans.add(new Outbox.Span(numbers.get(from), numbers.get(i)));
        }
        return spans;
    }

    /** How many entries may be removed. */
    int removableCount() {
        return removable.size();
    }

    /** What may be removed is gone. */
    void removed() {
        removable.forEach(told::remove);
        removable.clear();
    }
}
