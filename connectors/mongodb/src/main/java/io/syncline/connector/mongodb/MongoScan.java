package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCursor;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Scan;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** All rows of a collection, of one moment where the server can read so. Used by one thread. */
final class MongoScan implements Scan.Rows {
    private final View view;
    private final Shape shape;
    private final MongoCursor<RawBsonDocument> found;

    private MongoScan(View view, Shape shape, MongoCursor<RawBsonDocument> found) {
        this.view = view;
        this.shape = shape;
        this.found = found;
    }

    /** Begins to read. */
    static MongoScan open(Client client, Shape shape) {
        View view = View.open(client, null);
        try {
            return new MongoScan(
                    view, shape, view.find(shape.collection(), new BsonDocument()).cursor());
        } catch (MongoException e) {
            view.close();
            throw Failures.weather(e, "Reading " + shape.collection());
        }
    }

    @Override
    public @Nullable Row next() {
        try {
            return found.hasNext() ? shape.row(Rows.decoded(found.next())) : null;
        } catch (MongoException e) {
            throw Failures.weather(e, "Reading " + shape.collection());
        }
    }

    @Override
    public void close() {
        found.close();
        view.close();
    }
}
