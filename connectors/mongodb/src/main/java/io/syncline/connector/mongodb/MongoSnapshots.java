package io.syncline.connector.mongodb;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Sorts;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.filter.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Reads collections in parts by {@code _id}, each of one moment of the cluster where the server can
 * read so: then a part shows a change if and only if it is of that moment or before. An older
 * server's part hides nothing of what is told later. Safe for use by several threads.
 */
final class MongoSnapshots implements Snapshots {
    /** A part with large rows ends before it has all it was asked for. */
    private static final long PART_BYTES_MAX = 16 << 20;

    private static final int ROW_BYTES = 300;

    private final Client client;
    private final Shapes shapes;

    MongoSnapshots(Client client, Shapes shapes) {
        this.client = client;
        this.shapes = shapes;
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        Shape shape = shapes.read(collection);
        Bson rest =
                after == null
                        ? new BsonDocument()
                        : IdOrder.after(JsonBson.extended(after.token()));
        return client.call(
                "Reading a part of " + collection,
                database -> {
                    try (View view = View.open(client, null)) {
                        List<Row> rows = new ArrayList<>();
                        Part part = read(view, shape, rest, rowsMax, rows);
                        BsonTimestamp moment = view.moment();
                        BsonTimestamp until = moment == null ? Server.time(database) : moment;
                        return new Chunk(
                                rows,
                                seen(moment),
                                MongoPosition.upTo(until).position(),
                                part.next,
                                part.bytes);
                    }
                });
    }

    private static Chunk.View seen(@Nullable BsonTimestamp moment) {
        return moment == null
                ? _ -> false
                : transaction -> Long.compareUnsigned(transaction, moment.getValue()) <= 0;
    }

    private record Part(@Nullable SnapshotPosition next, long bytes) {}

    private Part read(View view, Shape shape, Bson rest, int rowsMax, List<Row> rows) {
        long bytes = 0;
        BsonValue last = null;
        boolean news = false;
        try (MongoCursor<RawBsonDocument> found =
                view.find(shape.collection(), rest)
                        .sort(Sorts.ascending(Shape.ID))
                        .limit(rowsMax)
                        .cursor()) {
            while (found.hasNext() && bytes < PART_BYTES_MAX) {
                RawBsonDocument raw = found.next();
                BsonDocument document = Rows.decoded(raw);
                news |= shapes.learn(shape.collection(), document);
                rows.add(shape.row(document));
                bytes += ROW_BYTES + raw.getByteBuffer().remaining();
                last = document.get(Shape.ID);
            }
        }
        if (news) {
            // Rows without what was found would lose it; now it is known.
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.FIELDS_FOUND,
                    "Documents of "
                            + shape.collection()
                            + " have fields or types that its sample did not show; they are taken in");
        }
        boolean more = rows.size() == rowsMax || bytes >= PART_BYTES_MAX;
        return new Part(
                more ? new SnapshotPosition(JsonBson.extended(Objects.requireNonNull(last))) : null,
                bytes);
    }
}
