package io.syncline.connector.mongodb;

import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.UpdateDescription;
import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of events. Events of one transaction come one after another and become one batch,
 * or parts of one; any other event is a batch. A batch that may not be the last of its moment says
 * so in its place. Used by one thread.
 */
final class EventDecoder {
    private static final int CHANGES_MAX = 2000;
    private static final int BYTES_MAX = 4 << 20;
    private static final int EVENT_BYTES = 300;
    private static final int FIELD_BYTES = 60;

    private final Author author;
    private final Shapes shapes;
    private final Set<String> wanted;
    private final BiFunction<String, BsonValue, @Nullable BsonDocument> now;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private final Set<String> told = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();
    private @Nullable ChangeStreamDocument<BsonDocument> last;
    private long moment;
    private long bytes;
    private int ordinal;

    /**
     * @param wanted the names of the collections
     * @param now reads a document as it is now, by its collection and {@code _id}
     */
    EventDecoder(
            ReplicaId replica,
            Shapes shapes,
            Set<String> wanted,
            BiFunction<String, BsonValue, @Nullable BsonDocument> now) {
        this.author = new Author(replica);
        this.shapes = shapes;
        this.wanted = wanted;
        this.now = now;
    }

    @Nullable Batch poll() {
        return ready.poll();
    }

    /**
     * Takes an event in.
     *
     * @param more whether the next event is here already
     */
    void event(ChangeStreamDocument<BsonDocument> event, boolean more) {
        ChangeStreamDocument<BsonDocument> before = last;
        if (before != null && !Author.together(before, event)) {
            boolean over = !Objects.equals(before.getClusterTime(), event.getClusterTime());
            flush(over);
        }
        author.hears(event);
        switch (event.getOperationType()) {
            case INSERT, UPDATE, REPLACE, DELETE -> row(event);
            case DROP -> dropped(event);
            case RENAME -> renamed(event);
            case null, default -> {
                // Of what happens to other things than rows nothing is told.
            }
        }
        if (last != null && last.getTxnNumber() == null && !more) {
            flush(false);
        }
    }

    /** The log's end was reached, at this token: what waited is complete. */
    @Nullable MongoPosition quiet(@Nullable BsonDocument token) {
        flush(true);
        BsonTimestamp time = MongoPosition.time(token);
        return time == null ? null : new MongoPosition(time, true, token);
    }

    void tell(Batch batch) {
        ready.add(batch);
    }

    private void flush(boolean whole) {
        ChangeStreamDocument<BsonDocument> event = last;
        last = null;
        if (event != null) {
            part(place(event, whole));
        }
    }

    private static MongoPosition place(ChangeStreamDocument<BsonDocument> event, boolean whole) {
        return new MongoPosition(time(event), whole, event.getResumeToken());
    }

    private static BsonTimestamp time(ChangeStreamDocument<BsonDocument> event) {
        return Objects.requireNonNullElseGet(event.getClusterTime(), () -> new BsonTimestamp(0));
    }

    /** Hands over what was collected; without a place if more of the transaction follows. */
    private void part(@Nullable MongoPosition place) {
        if (changes.isEmpty()) {
            return;
        }
        Version version = changes.getLast().version();
        ready.add(
                new Batch.Rows(
                        List.copyOf(changes),
                        moment,
                        place == null ? null : place.position(),
                        version.millis(),
                        bytes));
        changes.clear();
        bytes = 0;
        ordinal = place == null ? ordinal : 0;
    }

    private void row(ChangeStreamDocument<BsonDocument> event) {
        String collection = collection(event);
        BsonDocument key = event.getDocumentKey();
        BsonValue id = key == null ? null : key.get(Shape.ID);
        if (collection == null || id == null || !wanted.contains(collection)) {
            return;
        }
        if (changes.size() >= CHANGES_MAX || bytes >= BYTES_MAX) {
            part(null);
        }
        Map<String, BsonValue> updated = updated(event, collection, id);
        BsonDocument full = event.getFullDocument();
        BsonDocument before = event.getFullDocumentBeforeChange();
        Shape shape = shape(collection, full != null ? full : document(id, updated));
        moment = time(event).getValue();
        changes.add(change(event, shape, id, full, before, updated));
        bytes += EVENT_BYTES + (long) FIELD_BYTES * (full == null ? updated.size() : full.size());
        last = event;
    }

    private Change change(
            ChangeStreamDocument<BsonDocument> event,
            Shape shape,
            BsonValue id,
            @Nullable BsonDocument full,
            @Nullable BsonDocument before,
            Map<String, BsonValue> updated) {
        Image was = before == null ? null : Image.whole(shape.row(before));
        Image known = Image.partial(shape.known(id, Map.of()));
        return switch (event.getOperationType()) {
            case INSERT -> told(event, shape, id, Image.absent(), whole(shape, full, known));
            case REPLACE ->
                    told(event, shape, id, was == null ? known : was, whole(shape, full, known));
            case DELETE -> told(event, shape, id, was == null ? known : was, Image.absent());
            case null, default ->
                    told(
                            event,
                            shape,
                            id,
                            was == null ? known : was,
                            full != null
                                    ? Image.whole(shape.row(full))
                                    : Image.partial(shape.known(id, updated)));
        };
    }

    private static Image whole(Shape shape, @Nullable BsonDocument full, Image known) {
        return full == null ? known : Image.whole(shape.row(full));
    }

    private Change told(
            ChangeStreamDocument<BsonDocument> event,
            Shape shape,
            BsonValue id,
            Image before,
            Image after) {
        long millis =
                event.getWallTime() == null
                        ? time(event).getTime() * 1000L
                        : event.getWallTime().getValue();
        Version version =
                new Version(millis, Math.min(ordinal++, Version.COUNTER_MAX), author.now());
        return Change.of(shape.id(id), before, after, version);
    }

    /**
     * The fields that an update changed. Where only a part of a field is told, the field is read as
     * it is now: later changes of it are told later, and come to the same.
     */
    private Map<String, BsonValue> updated(
            ChangeStreamDocument<BsonDocument> event, String collection, BsonValue id) {
        UpdateDescription description = event.getUpdateDescription();
        Map<String, BsonValue> fields = new HashMap<>();
        if (description == null || event.getFullDocument() != null) {
            return fields;
        }
        Set<String> inPart = new HashSet<>();
        Paths paths = new Paths(description);
        BsonDocument updated = description.getUpdatedFields();
        if (updated != null) {
            for (Map.Entry<String, BsonValue> each : updated.entrySet()) {
                String field = paths.field(each.getKey());
                if (paths.whole(each.getKey())) {
                    fields.put(field, each.getValue());
                } else {
                    inPart.add(field);
                }
            }
        }
        for (String each : paths.removed()) {
            if (paths.whole(each)) {
                fields.put(paths.field(each), BsonNull.VALUE);
            } else {
                inPart.add(paths.field(each));
            }
        }
        inPart.addAll(paths.truncated());
        if (!inPart.isEmpty()) {
            BsonDocument document = now.apply(collection, id);
            for (String field : inPart) {
                // Without the document nothing is known of the part: its delete comes.
                if (document != null) {
                    fields.put(field, document.getOrDefault(field, BsonNull.VALUE));
                }
            }
        }
        return fields;
    }

    private static BsonDocument document(BsonValue id, Map<String, BsonValue> fields) {
        BsonDocument document = new BsonDocument(Shape.ID, id);
        document.putAll(fields);
        return document;
    }

    /** The collection's shape, told anew if the document has something that was not known. */
    private Shape shape(String collection, BsonDocument document) {
        Shape shape = shapes.read(collection);
        boolean news = shapes.learn(collection, document);
        if (news) {
            shape = shapes.read(collection);
        }
        if (told.add(collection) || news) {
            if (!changes.isEmpty()) {
                part(null);
            }
            ready.add(new Batch.Relayout(shape.layout()));
        }
        return shape;
    }

    private static @Nullable String collection(ChangeStreamDocument<BsonDocument> event) {
        var name = event.getNamespace();
        return name == null ? null : name.getCollectionName();
    }

    /** A collection that is dropped is empty, whatever is made in its place. */
    private void dropped(ChangeStreamDocument<BsonDocument> event) {
        String collection = collection(event);
        if (collection != null && wanted.contains(collection)) {
            ready.add(new Batch.Truncated(List.of(collection), time(event).getValue()));
            ready.add(new Batch.Quiet(place(event, false).position()));
        }
    }

    private void renamed(ChangeStreamDocument<BsonDocument> event) {
        var to = event.getDestinationNamespace();
        String target = to == null ? "" : to.getCollectionName();
        throw new EndpointException(
                Kind.HISTORY_LOST,
                Code.TABLE_REPLACED,
                "The collection " + collection(event) + " was renamed to " + target);
    }
}
