package io.syncline.connector.mysql;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of the rows of an event. Any session may leave columns out of its images: what is
 * not there is unknown, unless the other image has it, because what is left out of the row
 * afterwards was not changed.
 */
record LoggedRows(LoggedTable table, Kind kind, Supplier<Version> version) {
    /** What an event's rows do. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * Reads all rows.
     *
     * @param in behind the table's number and flags
     */
    void read(EventBytes in, Consumer<Change> each) {
        int width = in.length();
        if (width != table.width()) {
            throw EventBytes.bad("The binary log has a row of more columns than its table");
        }
        int first = in.skip((width + 7) / 8);
        int second = kind == Kind.UPDATE ? in.skip((width + 7) / 8) : first;
        while (in.left() > 0) {
            int before = in.at();
            each.accept(
                    switch (kind) {
                        case INSERT -> insert(in, first);
                        case UPDATE -> update(in, first, second);
                        case DELETE -> delete(in, first);
                    });
            if (in.at() == before) {
                throw EventBytes.bad("The binary log has a row without a column");
            }
        }
    }

    private Change insert(EventBytes in, int present) {
        int[] spans = table.spans(in, present);
        return Change.of(id(in, spans), Image.absent(), image(in, spans), version.get());
    }

    private Change delete(EventBytes in, int present) {
        int[] spans = table.spans(in, present);
        return Change.of(id(in, spans), image(in, spans), Image.absent(), version.get());
    }

    private Change update(EventBytes in, int first, int second) {
        int[] before = table.spans(in, first);
        int[] after = table.spans(in, second);
        for (int i = 0; i < after.length; i += 2) {
            if (after[i + 1] == -2) {
                after[i] = before[i];
                after[i + 1] = before[i + 1];
            }
        }
        RowId id = id(in, after);
        RowId from = table.id(in.array(), before);
        boolean moved = from != null && !from.equals(id);
        return new Change(
                id, moved ? from : null, image(in, before), image(in, after), version.get());
    }

    private Image image(EventBytes in, int[] spans) {
        BitSet known = LoggedTable.known(spans);
        return known.cardinality() == table.size()
                ? Image.whole(table.row(in.array(), spans, known))
                : Image.partial(table.row(in.array(), spans, known));
    }

    private RowId id(EventBytes in, int[] spans) {
        @Nullable RowId id = table.id(in.array(), spans);
        if (id == null) {
            throw EventBytes.bad(
                    "The binary log has a row of "
                            + table.layout().collection()
                            + " without its key");
        }
        return id;
    }
}
