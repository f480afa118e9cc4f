package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import java.time.Duration;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * An open change stream of one flow. A connection that is lost is made again by the driver, which
 * goes on after what it gave us. The server keeps its log whoever reads; so nothing is
 * acknowledged.
 */
final class MongoReader implements Reader {
    private static final String DOING = "Reading the change stream";
    private static final long PAUSE_NANOS = 2_000_000;
    private static final long PAUSE_NANOS_MAX = 40_000_000;

    /** A log in which others write moves on all the time; so often it is told. */
    private static final long QUIET_NANOS = 100_000_000;

    private final EventDecoder decoder;
    private final Context context;
    private final Function<
                    MongoPosition, MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>>>
            opener;
    private MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> cursor;
    private @Nullable MongoPosition passed;
    private long passedAt;
    private volatile boolean closed;

    /**
     * @param opener opens the stream after a place
     */
    MongoReader(
            EventDecoder decoder,
            Context context,
            MongoPosition from,
            Function<MongoPosition, MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>>>
                    opener) {
        this.decoder = decoder;
        this.context = context;
        this.opener = opener;
        this.passedAt = context.nanos() - QUIET_NANOS;
        this.cursor = opener.apply(from);
    }

    @Override
    public @Nullable Batch poll(Duration wait) {
        if (closed) {
            throw lost("The stream is closed");
        }
        long end = context.nanos() + wait.toNanos();
        long pause = PAUSE_NANOS;
        while (true) {
            Batch batch = decoder.poll();
            if (batch != null) {
                return batch;
            }
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw lost("The thread was interrupted");
            }
            if (advance()) {
                continue;
            }
            long left = end - context.nanos();
            if (left <= 0) {
                return decoder.poll();
            }
            // The server would wait for us, but then a look could not be without waiting.
            context.sleep(Duration.ofNanos(Math.min(left, pause)));
            pause = Math.min(PAUSE_NANOS_MAX, 2 * pause);
        }
    }

    /** Takes what comes next; whether anything came. */
    private boolean advance() {
        try {
            ChangeStreamDocument<BsonDocument> event = cursor.tryNext();
            if (event == null) {
                return quiet(cursor.getResumeToken());
            }
            if (event.getOperationType() == OperationType.INVALIDATE) {
                // Only a new stream tells what comes after it.
                decoder.quiet(null);
                cursor.close();
                cursor =
                        opener.apply(
                                new MongoPosition(
                                        java.util.Objects.requireNonNullElseGet(
                                                event.getClusterTime(),
                                                org.bson.BsonTimestamp::new),
                                        false,
                                        event.getResumeToken()));
                return true;
            }
            decoder.event(event, cursor.available() > 0);
            return true;
        } catch (MongoException e) {
            throw Failures.weather(e, DOING);
        } catch (IllegalStateException e) {
            throw new EndpointException(Kind.TRANSIENT, Code.CONNECTION_LOST, DOING, e);
        }
    }

    private boolean quiet(@Nullable BsonDocument token) {
        MongoPosition place = decoder.quiet(token);
        long now = context.nanos();
        if (place == null || place.equals(passed) || now - passedAt < QUIET_NANOS) {
            return false;
        }
        passed = place;
        passedAt = now;
        decoder.tell(new Batch.Quiet(place.position()));
        return true;
    }

    @Override
    public void acknowledge(Position position) {}

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            cursor.close();
        }
    }

    private static EndpointException lost(String message) {
        return new EndpointException(Kind.TRANSIENT, Code.CONNECTION_LOST, message);
    }
}
