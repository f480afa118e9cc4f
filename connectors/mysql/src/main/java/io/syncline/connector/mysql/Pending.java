package io.syncline.connector.mysql;

import io.syncline.core.change.Change;
import io.syncline.core.change.Row;
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
 * @param bytes what its values take in a statement, at most
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
        return of(Draft.of(index, write, shape), codecs(shape, write), packetBytesMax);
    }

    /** The codecs of a write's known fields, in the row's order; none for a delete. */
    static List<Codec> codecs(Shape shape, Write write) {
        Row row = write.change().after().row();
        return row == null ? List.of() : row.header().names().stream().map(shape::codec).toList();
    }

    /**
     * Makes a draft ready.
     *
     * @param codecs those of its known fields
     */
    static Made of(Draft draft, List<Codec> codecs, long packetBytesMax) {
        Change change = draft.write().change();
        Row row = change.after().row();
        List<@Nullable Object> parameters = new ArrayList<>(codecs.size());
        long bytes = 0;
        for (int i = 0; row != null && i < codecs.size(); i++) {
            Object parameter = codecs.get(i).parameter(row.once(i));
            if (parameter instanceof Codec.Unfit(String why)) {
                return refused(codecs.get(i).name() + ": " + why);
            }
            parameters.add(parameter);
            bytes += Sql.bytes(parameter);
        }
        long room = packetBytesMax - STATEMENT_BYTES;
        if (bytes > room && bytesExactly(parameters) > room) {
            return refused("the row is larger than max_allowed_packet, " + packetBytesMax);
        }
        List<@Nullable Object> key = draft.key();
        if (key == null) {
            // A row that cannot be here is already gone; one that is wanted here cannot come.
            return change.after().isAbsent() && draft.form() != Form.DEMAND
                    ? new Made.Settled(Outcome.applied())
                    : refused("the key " + change.id().key() + " fits no row of the table");
        }
        List<String> fields = row == null ? List.of() : row.header().names();
        return new Made.Ready(
                new Pending(
                        draft.index(),
                        draft.write(),
                        draft.shape(),
                        draft.form(),
                        fields,
                        parameters,
                        key,
                        draft.from(),
                        bytes));
    }

    private static long bytesExactly(List<@Nullable Object> parameters) {
        long bytes = 0;
        for (Object parameter : parameters) {
            bytes += Sql.bytesExactly(parameter);
        }
        return bytes;
    }

    private static Made refused(String why) {
        return new Made.Settled(Outcome.refused(Outcome.Kind.UNREPRESENTABLE, why));
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
