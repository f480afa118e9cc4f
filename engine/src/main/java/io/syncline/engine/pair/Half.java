package io.syncline.engine.pair;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Merge;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one end stands to what was agreed of a row.
 *
 * @param seen what it showed when that was agreed, or what it has stored of it since
 * @param read a place of the end's log that is older: how far it had been read then, or where the
 *     sync made the row; null if nobody knows one
 * @param debt what of it the end has not been given yet; null if nothing
 */
public record Half(Image seen, @Nullable Position read, @Nullable Debt debt) {
    /** An end that has never had the row. */
    public static final Half UNMET = new Half(Image.absent(), null, null);

    /** The same, showing this and owed nothing. */
    public Half showing(Image now) {
        return new Half(now, read, null);
    }

    /** The same, with a place of the end's log that is known to be older than the row. */
    public Half from(Position place) {
        return new Half(seen, place, debt);
    }

    /** The debt is paid: the end shows the base where it was owed. */
    public Half paid(Image base) {
        Debt owed = debt;
        if (owed == null) {
            return this;
        }
        Row wanted = base.row();
        Row row = seen.row();
        if (wanted == null || row == null) {
            return showing(base);
        }
        return showing(Image.whole(row.overlaid(Rows.only(wanted, owed.fields()))));
    }

    /**
     * What an end is still to be given.
     *
     * @param round the round that decided it
     * @param place which of the round's writes to the end it is, from 0
     * @param fields the fields to be written; those of the whole row where the end has none
     * @param from what the end still calls the row, where its key was changed at the other end;
     *     null if it calls it as the sync does
     */
    public record Debt(long round, int place, Set<String> fields, @Nullable RowId from) {
        /** Copies the set. */
        public Debt {
            fields = Set.copyOf(fields);
        }

        /** A debt to a row that the end calls as the sync does. */
        public Debt(long round, int place, Set<String> fields) {
            this(round, place, fields, null);
        }

        /** Whether a field is among them. */
        public boolean owes(String name) {
            return fields.contains(name) || fields.contains(Merge.ROW);
        }
    }
}
