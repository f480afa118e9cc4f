package io.syncline.connector.mongodb;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * A write that is ready to be sent: every value is known to fit.
 *
 * @param index its place among the writes
 * @param form what has to be done
 * @param key what stands in {@code _id} after the change
 * @param from what stood there before, if it moves the row
 * @param fields what is to be set, without {@code _id}; empty for a delete
 */
record Draft(
        int index,
        Write write,
        Shape shape,
        Form form,
        BsonValue key,
        @Nullable BsonValue from,
        BsonDocument fields) {
    private static final int BYTES_MAX = 16 << 20;

    /** What has to be done, in the order in which it is best done. */
    enum Form {
        DELETE,
        MOVE,
        CHANGE,
        STORE,
        DEMAND
    }

    /** A write made ready, or the outcome that it has already. */
    sealed interface Made {
        /** It can be sent. */
        record Ready(Draft draft) implements Made {}

        /** There is nothing to send. */
        record Settled(Outcome outcome) implements Made {}
    }

    /** Makes a write ready. */
    static Made of(int index, Write write, Shape shape) {
        Change change = write.change();
        Row row = change.after().row();
        Form form = form(write);
        try {
            BsonDocument fields = row == null ? new BsonDocument() : shape.fields(row);
            BsonValue from = change.from() == null ? null : shape.keyIfAny(change.from());
            BsonValue key =
                    form == Form.DELETE ? shape.keyIfAny(change.id()) : shape.key(change.id());
            if (key == null) {
                // A row that cannot be here is already gone.
                return new Made.Settled(Outcome.applied());
            }
            if (bytes(fields) > BYTES_MAX) {
                throw new Codec.Unfit("the row is larger than a document of 16 MB");
            }
            Form done = form == Form.MOVE && from == null ? Form.STORE : form;
            return new Made.Ready(new Draft(index, write, shape, done, key, from, fields));
        } catch (Codec.Unfit e) {
            return new Made.Settled(
                    Outcome.refused(Outcome.Kind.UNREPRESENTABLE, String.valueOf(e.getMessage())));
        }
    }

    private static Form form(Write write) {
        if (!(write.expect() instanceof Expect.Any)) {
            return Form.DEMAND;
        }
        Change change = write.change();
        if (change.after().isAbsent()) {
            return Form.DELETE;
        }
        if (change.from() != null) {
            return Form.MOVE;
        }
        return change.after() instanceof Image.Whole ? Form.STORE : Form.CHANGE;
    }

    /** Only what may be too large is measured. */
    private static long bytes(BsonDocument fields) {
        long texts = 0;
        for (BsonValue each : fields.values()) {
            texts +=
                    each.isString()
                            ? 3L * each.asString().getValue().length()
                            : each.isBinary()
                                    ? each.asBinary().getData().length
                                    : Natural.nested(each) ? BYTES_MAX : 0;
        }
        if (texts < BYTES_MAX) {
            return texts;
        }
        return new RawBsonDocument(fields, new BsonDocumentCodec()).getByteBuffer().remaining();
    }

    /** What an update does; something in any case, for a row may have a key alone. */
    BsonDocument update() {
        BsonDocument set = fields.isEmpty() ? new BsonDocument(Shape.ID, key) : fields;
        return new BsonDocument("$set", set);
    }

    /** The whole document as it is where there was none. */
    BsonDocument document() {
        BsonDocument whole = new BsonDocument(Shape.ID, key);
        whole.putAll(fields);
        return whole;
    }

    boolean whole() {
        return write.change().after() instanceof Image.Whole;
    }
}
