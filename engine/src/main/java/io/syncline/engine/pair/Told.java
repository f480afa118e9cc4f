package io.syncline.engine.pair;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Times;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an end's log told of a row since it was settled last: never what the row is, only when it
 * was changed and whether it was gone meanwhile.
 *
 * @param times when the row and, where the log tells them apart, its fields were changed
 * @param latest the fields as the latest change left them, as far as they were told; null if none
 *     was, or if it deleted the row
 * @param goneAfter how far the log had been read before it told that the row was deleted; null if
 *     it did not
 */
public record Told(Times times, @Nullable Row latest, @Nullable Position goneAfter) {
    /** Nothing was told. */
    public static final Told NOTHING = new Told(Times.unknown(), null, null);

    /** Whether the row was deleted and made again. */
    public boolean throughAbsent() {
        return goneAfter != null && latest != null;
    }

    /**
     * The same after one more change.
     *
     * @param read how far the log had been read before its transaction
     */
    public Told and(Change change, Image before, Image after, Position read) {
        Row row = after.row();
        if (row == null) {
            return new Told(Times.of(change.version()), null, read);
        }
        boolean fresh = before.isAbsent();
        Row whole = latest == null || fresh ? row : latest.overlaid(row);
        Map<String, Version> fields = new TreeMap<>(times.fields());
        boolean apart = before instanceof Image.Whole;
        for (int i = 0; apart && i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            Value old = Rows.value(before, name);
            if (!row.at(i).equals(old)) {
                fields.put(name, change.version());
            }
        }
        if (!apart) {
            fields.clear();
        }
        return new Told(new Times(change.version(), fields), whole, goneAfter);
    }

    /** The same, told after what was told before. */
    public Told after(Told before) {
        if (times.row() == null) {
            return before;
        }
        Row then = before.latest;
        Row now = latest;
        return new Told(
                times,
                now == null || then == null ? now : then.overlaid(now),
                goneAfter == null ? before.goneAfter : goneAfter);
    }

    /**
     * When the fields of a row were changed that was read: only where the log has come as far as
     * the row, for an edit that it has not told yet has no time.
     */
    public Times of(Image now) {
        Row row = now.row();
        if (row == null) {
            return latest == null ? times : Times.unknown();
        }
        Version last = times.row();
        Row then = latest;
        if (last == null || then == null) {
            return Times.unknown();
        }
        Map<String, Version> fields = new TreeMap<>();
        boolean all = true;
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            if (row.at(i).equals(then.get(name))) {
                fields.put(name, times.fields().getOrDefault(name, last));
            } else {
                all = false;
            }
        }
        return new Times(all ? last : null, fields);
    }
}
