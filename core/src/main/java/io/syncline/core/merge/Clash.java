package io.syncline.core.merge;

import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import org.jspecify.annotations.Nullable;

/**
 * A field that both sides changed.
 *
 * @param path the field's name; of a part of one, the names with points between them. A point or a
 *     backslash of a name itself has a backslash before it
 * @param base the agreed value; null if none is known, as of a row that both sides inserted
 * @param ours the value on one side
 * @param theirs the value on the other
 * @param contest the rows it belongs to
 */
public record Clash(String path, @Nullable Value base, Value ours, Value theirs, Contest contest) {
    /** One of the two values. */
    public Value value(Which which) {
        return which == Which.OURS ? ours : theirs;
    }

    /** When one side changed the field; null if it is not known. */
    public @Nullable Version time(Which which) {
        return contest.side(which).times().of(Paths.first(path));
    }

    /**
     * What both sides began from: the agreed value. Nothing, as {@link Value.Null}, if the row was
     * agreed not to be there, or the value was NULL; null if nobody knows.
     */
    public @Nullable Value start() {
        return base == null && contest.agreedAbsent() ? Value.nothing() : base;
    }

    /** The same contest about a part of this field. */
    Clash part(String name, @Nullable Value base, Value ours, Value theirs) {
        return new Clash(Paths.join(path, name), base, ours, theirs, contest);
    }

    /** The same field with other values. */
    Clash with(@Nullable Value base, Value ours, Value theirs) {
        return new Clash(path, base, ours, theirs, contest);
    }
}
