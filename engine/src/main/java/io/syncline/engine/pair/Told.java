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
 * @param times when the row and its fields were changed; of the first change told, a field that was
 *     not changed counts as changed where the log does not show what was before
 * @param latest the fields as the latest change left them, as far as they were told; null if none
 *     was, or if it deleted the row
 * @param goneAfter how far the log had been read before it told that the row was deleted; null if
 *     it did not
 * @param by who made the latest change, as the application has named him in its transaction; null
 *     if it has not
 */
public record Told(
        Times times, @Nullable Row latest, @Nullable Position goneAfter, @Nullable String by) {
    /** What nobody has put a name to. */
    public Told(Times times, @Nullable Row latest, @Nullable Position goneAfter) {
        this(times, latest, goneAfter, null);
    }

    /** Nothing was told. */
    public static final Told NOTHING = new Told(Times.unknown(), null, null);

    /** Whether nothing was told. */
    public boolean isNothing() {
        return equals(NOTHING);
    }

    /** Whether the row was deleted and made again. */
    public boolean throughAbsent() {
        return goneAfter != null && latest != null;
    }

    /**
     * The same after one more change.
     *
     * @param own whether the sync itself made it: then nobody edited anything
     * @param read how far the log had been read before its transaction
     * @param who whom the transaction names as its maker; null if nobody
     */
    public Told and(
            Change change,
            Image before,
            Image after,
            boolean own,
            Position read,
            @Nullable String who) {
        Row row = after.row();
        String maker = own ? by : who;
        if (row == null) {
            // A row that is only marked as deleted is the same one if it comes back.
            Position gone = change.after().isAbsent() ? read : goneAfter;
            return new Told(own ? Times.unknown() : Times.of(change.version()), null, gone, maker);
        }
        boolean fresh = before.isAbsent();
        Row whole = latest == null || fresh ? row : latest.overlaid(row);
        Map<String, Version> fields = new TreeMap<>(times.fields());
        // What the log does not show of before is as it told it last.
        Row old = before instanceof Image.Whole(Row shown) ? shown : fresh ? null : latest;
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            if (old == null || !row.at(i).equals(old.get(name))) {
                if (own) {
                    fields.remove(name);
                } else {
                    fields.put(name, change.version());
                }
            }
        }
        Version last = own ? null : change.version();
        return new Told(new Times(last, fields), whole, goneAfter, maker);
    }

    /** The same, told after what was told before. */
    public Told after(Told before) {
        if (equals(NOTHING)) {
            return before;
        }
        Row then = before.latest;
        Row now = latest;
        Position gone = goneAfter == null ? before.goneAfter : goneAfter;
        boolean own = times.equals(Times.unknown());
        String maker = own ? before.by : by;
        if (now == null || then == null || goneAfter != null) {
            return new Told(times, now, gone, maker);
        }
        Map<String, Version> fields = new TreeMap<>(before.times.fields());
        for (int i = 0; i < now.header().size(); i++) {
            String name = now.header().names().get(i);
            if (!now.at(i).equals(then.get(name))) {
                Version last = times.of(name);
                if (last == null) {
                    fields.remove(name);
                } else {
                    fields.put(name, last);
                }
            }
        }
        return new Told(new Times(times.row(), fields), then.overlaid(now), gone, maker);
    }

    /**
     * When the fields of a row were changed that was read: only where the log has come as far as
     * the row, for an edit that it has not told yet has no time.
     *
     * @param seen the row when it was agreed: a field that is as it was then has been changed by
     *     nobody since
     * @param agreed when the agreed fields were changed
     */
    public Times of(Image now, Image seen, Times agreed) {
        Row row = now.row();
        if (row == null) {
            return latest == null
                    ? new Times(times.row(), agreed.fields())
                    : new Times(null, agreed.fields());
        }
        Row then = latest;
        Map<String, Version> fields = new TreeMap<>();
        boolean all = then != null;
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            Value value = row.at(i);
            boolean told = then != null && value.equals(then.get(name));
            Version changed = told ? times.of(name) : null;
            if (value.equals(Rows.value(seen, name))) {
                changed = agreed.of(name);
            }
            if (changed != null) {
                fields.put(name, changed);
            }
            // What has no time of its own would be taken for as late as the row.
            all &= told && changed != null;
        }
        return new Times(all ? times.row() : null, fields);
    }
}
