package io.syncline.connector.postgres;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of the tuples in one message: the old one, if there is one, and the new one, if there
 * is one. Used by one thread, for one message.
 */
final class PgTuples {
    /** The length of a value the message leaves out because it did not change. */
    private static final int UNCHANGED = -2;

    private final int @Nullable [] old;
    private final boolean oldIsWhole;
    private final int @Nullable [] fresh;
    private final boolean unchanged;

    private PgTuples(
            int @Nullable [] old, boolean oldIsWhole, int @Nullable [] fresh, boolean unchanged) {
        this.old = old;
        this.oldIsWhole = oldIsWhole;
        this.fresh = fresh;
        this.unchanged = unchanged;
    }

    /** Reads from the first tuple's tag on. */
    static PgTuples read(byte[] message, int from, int width) {
        int at = from;
        int[] old = null;
        boolean whole = false;
        boolean unchanged = false;
        if (message[at] == 'K' || message[at] == 'O') {
            whole = message[at] == 'O';
            old = new int[2 * width];
            at = tuple(message, at + 1, old);
            whole &= !leavesOut(old);
        }
        int[] fresh = null;
        if (at < message.length && message[at] == 'N') {
            fresh = new int[2 * width];
            tuple(message, at + 1, fresh);
            unchanged = leavesOut(fresh);
        }
        return new PgTuples(old, whole, fresh, unchanged);
    }

    private static int tuple(byte[] message, int from, int[] spans) {
        int count = PgBinary.int2(message, from);
        if (2 * count != spans.length) {
            throw PgOutputDecoder.bad("A tuple has " + count + " columns, not " + spans.length / 2);
        }
        int at = from + 2;
        for (int i = 0; i < count; i++) {
            byte kind = message[at++];
            if (kind == 'n') {
                spans[2 * i + 1] = PgTuple.NULL;
            } else if (kind == 'u') {
                spans[2 * i + 1] = UNCHANGED;
            } else {
                int length = PgBinary.int4(message, at);
                if (kind != 't' && kind != 'b' || length < 0 || length > message.length - at - 4) {
                    throw PgOutputDecoder.bad("A tuple has a value that is not whole");
                }
                spans[2 * i] = PgTuple.span(at + 4, kind == 'b');
                spans[2 * i + 1] = length;
                at += 4 + length;
            }
        }
        return at;
    }

    private static boolean leavesOut(int[] spans) {
        for (int i = 1; i < spans.length; i += 2) {
            if (spans[i] == UNCHANGED) {
                return true;
            }
        }
        return false;
    }

    /** The old tuple's bounds, or null if the message has none. */
    int @Nullable [] old() {
        return old;
    }

    /** Whether the old tuple shows every column, not the key's alone. */
    boolean oldIsWhole() {
        return oldIsWhole;
    }

    /** The new tuple's bounds. */
    int[] fresh() {
        if (fresh == null) {
            throw PgOutputDecoder.bad("A message without its new tuple");
        }
        return fresh;
    }

    /**
     * Takes values that did not change from the old tuple, if it shows them.
     *
     * @return null if the new tuple is complete then, else the places that are known
     */
    @Nullable BitSet fillFromOld() {
        if (!unchanged) {
            return null;
        }
        int[] spans = fresh();
        BitSet known = new BitSet(spans.length / 2);
        for (int i = 0; i < spans.length / 2; i++) {
            if (spans[2 * i + 1] == UNCHANGED && old != null && oldIsWhole) {
                spans[2 * i] = old[2 * i];
                spans[2 * i + 1] = old[2 * i + 1];
            }
            known.set(i, spans[2 * i + 1] != UNCHANGED);
        }
        return known.cardinality() == spans.length / 2 ? null : known;
    }

    /**
     * Bounds in which the key can be found: the new tuple's, with what it leaves out taken from the
     * old key, which is sent whenever a part of it is stored apart.
     */
    int[] keySpans() {
        int[] spans = fresh();
        if (!unchanged || old == null) {
            return spans;
        }
        int[] merged = spans.clone();
        for (int i = 0; i < spans.length; i += 2) {
            if (spans[i + 1] == UNCHANGED) {
                merged[i] = old[i];
                merged[i + 1] = old[i + 1];
            }
        }
        return merged;
    }
}
