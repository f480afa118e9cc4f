package io.syncline.engine.shape;

import io.syncline.engine.shape.PatternReader.Piece;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that takes time in proportion to the text, whatever the expression and the
 * text: all ways through it are walked at once (Thompson's construction), none is gone back on. It
 * knows characters, {@code .}, classes, groups, {@code |}, {@code * + ?}, counts in braces and the
 * escapes {@code \d \w \s} with their opposites; it is matched with the whole text. What cannot be
 * matched so, such as back references, is refused. Immutable.
 */
final class SafePattern {
    /** Longer texts do not match: nobody checks a book by a pattern. */
    static final int TEXT_MAX = 10_000;

    private static final int STATES_MAX = 2_000;

    /** One state: takes a character, or leads on to one or two others without one. */
    private record State(@Nullable IntPredicate takes, int next, int other) {}

    private static final int NONE = -1;
    private static final int END = -2;

    private final List<State> states;
    private final int start;

    private SafePattern(List<State> states, int start) {
        this.states = states;
        this.start = start;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException that says what it cannot be
     */
    static SafePattern of(String expression) {
        Piece whole = new PatternReader(expression).whole();
        List<State> states = new ArrayList<>();
        int start = build(states, whole, END);
        return new SafePattern(states, start);
    }

    /** Whether the whole text is as the expression says. */
    boolean matches(String text) {
        if (text.length() > TEXT_MAX) {
            return false;
        }
        BitSet here = new BitSet(states.size());
        boolean end = reach(here, start);
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            BitSet then = new BitSet(states.size());
            end = false;
            for (int at = here.nextSetBit(0); at >= 0; at = here.nextSetBit(at + 1)) {
                State state = states.get(at);
                if (state.takes != null && state.takes.test(point)) {
                    end |= reach(then, state.next);
                }
            }
            here = then;
        }
        return end;
    }

    /** Marks what is reached without a character; whether the end is. */
    private boolean reach(BitSet set, int from) {
        int[] todo = new int[2 * states.size() + 2];
        int count = 0;
        todo[count++] = from;
        boolean end = false;
        while (count > 0) {
            int at = todo[--count];
            if (at == END) {
                end = true;
            } else if (at != NONE && !set.get(at)) {
                set.set(at);
                State state = states.get(at);
                if (state.takes == null) {
                    todo[count++] = state.next;
                    todo[count++] = state.other;
                }
            }
        }
        return end;
    }

    /** Adds the states of a piece that leads to a state; where it begins. */
    private static int build(List<State> states, Piece piece, int next) {
        if (states.size() > STATES_MAX) {
            throw new IllegalArgumentException("the expression is too large");
        }
        return switch (piece) {
            case Piece.One(IntPredicate takes) -> add(states, new State(takes, next, NONE));
            case Piece.Sequence(List<Piece> pieces) -> {
                int at = next;
                for (Piece each : pieces.reversed()) {
                    at = build(states, each, at);
                }
                yield at;
            }
            case Piece.Choice(List<Piece> pieces) -> {
                int at = build(states, pieces.getLast(), next);
                for (Piece each : pieces.subList(0, pieces.size() - 1).reversed()) {
                    at = add(states, new State(null, build(states, each, next), at));
                }
                yield at;
            }
            case Piece.Repeat(Piece again, int least, int most) -> {
                int at = next;
                if (most < 0) {
                    int loop = add(states, new State(null, NONE, next));
                    states.set(loop, new State(null, build(states, again, loop), next));
                    at = loop;
                } else {
                    for (int i = least; i < most; i++) {
                        at = add(states, new State(null, build(states, again, at), next));
                    }
                }
                for (int i = 0; i < least; i++) {
                    at = build(states, again, at);
                }
                yield at;
            }
        };
    }

    private static int add(List<State> states, State state) {
        states.add(state);
        return states.size() - 1;
    }
}
