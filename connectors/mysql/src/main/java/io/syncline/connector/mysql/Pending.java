package io.syncline.connector.mysql;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write that is ready to be sent: every value is known to fit its column.
 *
 * @param index its place among the writes
 * @param form what has to be done
 * @param fields the names of the known fields, in the row's order; empty for a delete
 * @param parameters one for each of them
 * @param key the key's parameters after the change
 * @param from the key's parameters before it, if it moves the row
 * @param bytes about what it takes in a statement
 */
record Pending(
        int index,
        Write write,
        Shape shape,
        Form form,
        List<String> fields,
        List<@Nullable Object> parameters,
        List<@Nullable Object> key,
        @Nullable List<@Nullable Object> from,
        long bytes) {
    /** What has to be done, in the order in which it is best done. */
    enum Form {
        DELETE,
        MOVE,
        CHANGE,
        STORE,
        DEMAND
    }

    /** What the server adds around the values of a single row's statement, at most. */
    private static final int STATEMENT_BYTES = 1024;

    /** A write made ready, or the outcome that it has already. */
    sealed interface Made {
        /** It can be sent. */
        record Ready(Pending pending) implements Made {}

        /** There is nothing to send. */
        record Settled(Outcome outcome) implements Made {}
    }

    /** Makes a write ready. */
    static Made of(int index, Write write, Shape shape, long packetBytesMax) {
        Change change = write.change();
        boolean demands = !(write.expect() instanceof Expect.Any);
        Row row = change.after().row();
        List<String> fields = row == null ? List.of() : row.header().names();
        List<@Nullable Object> parameters = new ArrayList<>(fields.size());
        long bytes = STATEMENT_BYTES;
        for (int i = 0; row != null && i < fields.size(); i++) {
            Object parameter = shape.codec(fields.get(i)).parameter(row.at(i));
            if (parameter instanceof Codec.Unfit(String why)) {
                return refused(fields.get(i) + ": " + why);
            }
            parameters.add(parameter);
            bytes += Sql.bytes(parameter);
        }
        if (bytes > packetBytesMax) {
            return refused("the row is larger than max_allowed_packet, " + packetBytesMax);
        }
        List<@Nullable Object> key = shape.key(change.id());
        RowId old = change.from();
        List<@Nullable Object> from = old == null ? null : shape.key(old);
        if (key == null) {
            // A row that cannot be here is already gone; one that is wanted here cannot come.
            return change.after().isAbsent() && !demands
                    ? new Made.Settled(Outcome.applied())
                    : refused("the key " + change.id().key() + " fits no row of the table");
        }
        Form form = demands ? Form.DEMAND : form(change.after(), from != null);
        return new Made.Ready(
                new Pending(index, write, shape, form, fields, parameters, key, from, bytes));
    }

    private static Made refused(String why) {
        return new Made.Settled(Outcome.refused(Outcome.Kind.UNREPRESENTABLE, why));
    }

    private static Form form(Image after, boolean moves) {
        return switch (after) {
            case Image.Absent _ -> Form.DELETE;
            case Image.Whole _ -> moves ? Form.MOVE : Form.STORE;
            case Image.Partial _ -> moves ? Form.MOVE : Form.CHANGE;
        };
    }

    /** The same write to be done in another way. */
    Pending as(Form other) {
        return new Pending(index, write, shape, other, fields, parameters, key, from, bytes);
    }

    /** Whether, as far as anyone knows, there was no such row before. */
    boolean isNew() {
        return write.change().before().isAbsent();
    }

    /** Whether a field is part of the key. */
    boolean inKey(String field) {
        return shape.layout().key().contains(field);
    }
}
