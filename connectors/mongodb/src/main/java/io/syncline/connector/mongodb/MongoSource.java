package io.syncline.connector.mongodb;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB told by change streams over its database. Nothing is made at the server; it keeps its log
 * for everybody and forgets it by size and time, and that it has forgotten too much is found when a
 * stream begins.
 */
final class MongoSource implements Source {
    private static final int AWAIT_MILLIS = 1;

    private final Client client;
    private final Shapes shapes;
    private final Context context;

    MongoSource(Client client, Shapes shapes, Context context) {
        this.client = client;
        this.shapes = shapes;
        this.context = context;
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return new SourcePreflight(client, selection).findings();
    }

    /** {@inheritDoc} Nothing has to be made: the place is where the log is now. */
    @Override
    public Position prepare(Selection selection) {
        client.call(
                "Preparing the source",
                database -> {
                    for (String each : selection.collections()) {
                        if (Collections.find(database, each) == null) {
                            throw new EndpointException(
                                    Kind.MISCONFIGURED,
                                    Code.UNKNOWN_COLLECTION,
                                    "There is no collection " + each);
                        }
                    }
                    return true;
                });
        return head();
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        MongoPosition from = MongoPosition.of(position == null ? prepare(selection) : position);
        selection.collections().forEach(shapes::read);
        List<String> read = new ArrayList<>(selection.collections());
        if (selection.echoes()) {
            read.add(FlowCheckpoints.COLLECTION);
        }
        EventDecoder decoder =
                new EventDecoder(
                        new ReplicaId(client.address().place()),
                        shapes,
                        Set.copyOf(selection.collections()),
                        this::now);
        return new MongoReader(
                decoder,
                context,
                from,
                after ->
                        client.call(
                                "Opening the change stream",
                                database -> open(database, after, read)));
    }

    private @Nullable BsonDocument now(String collection, BsonValue id) {
        RawBsonDocument raw = Rows.one(client.collection(collection), null, id);
        return raw == null ? null : Rows.decoded(raw);
    }

    private MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> open(
            MongoDatabase database, MongoPosition after, List<String> collections) {
        Bson wanted =
                Filters.or(
                        Filters.in("ns.coll", collections),
                        Filters.in("to.coll", collections),
                        Filters.eq("operationType", "invalidate"));
        ChangeStreamIterable<BsonDocument> stream =
                database.watch(List.of(Aggregates.match(wanted)), BsonDocument.class)
                        .maxAwaitTime(AWAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (client.server().images()) {
            stream.fullDocument(FullDocument.WHEN_AVAILABLE)
                    .fullDocumentBeforeChange(FullDocumentBeforeChange.WHEN_AVAILABLE);
        }
        if (after.token() != null) {
            stream.startAfter(after.token());
        } else {
            stream.startAtOperationTime(new BsonTimestamp(after.time().getValue() + 1));
        }
        return stream.cursor();
    }

    @Override
    public Position head() {
        BsonTimestamp time = client.call("Reading the log's end", Server::time);
        return MongoPosition.upTo(time).position();
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return MongoPosition.of(reached).covers(MongoPosition.of(wanted));
    }

    /** {@inheritDoc} A change stream does not tell of bytes. */
    @Override
    public long bytesBetween(Position reached, Position head) {
        return 0;
    }

    @Override
    public void forget(Selection selection) {}
}
