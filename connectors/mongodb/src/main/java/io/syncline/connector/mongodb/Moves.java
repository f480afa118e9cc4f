package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.syncline.core.endpoint.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Rows that get another key. {@code _id} never changes, so each is written anew under its new key
 * with everything it had, and then its old document goes. In a transaction the old ones go first,
 * because they may hold unique values; without one the new ones come first, so that none is ever
 * lost. Rows may change places among each other.
 */
final class Moves {
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<RawBsonDocument> collection;
    private final @Nullable ClientSession session;
    private final Set<Object> taken = new HashSet<>();
    private final BiConsumer<Draft, Outcome> note;

    /**
     * Moves rows of a collection.
     *
     * @param all every write of the call: what they write does not go
     * @param note is told what became of each
     */
    Moves(
            MongoCollection<RawBsonDocument> collection,
            @Nullable ClientSession session,
            List<Draft> all,
            BiConsumer<Draft, Outcome> note) {
        this.collection = collection;
        this.session = session;
        this.note = note;
        for (Draft draft : all) {
            if (draft.form() != Draft.Form.DELETE) {
                taken.add(Rows.comparable(draft.key()));
            }
        }
    }

    /** Moves these rows. */
    void make(List<Draft> moves) {
        List<BsonValue> ids = moves.stream().flatMap(Moves::ids).toList();
        Map<BsonValue, RawBsonDocument> old = Rows.find(collection, session, ids);
        if (session != null) {
            moves.forEach(this::remove);
        }
        for (Draft draft : moves) {
            note.accept(draft, outcome(draft, old));
        }
    }

    private static java.util.stream.Stream<BsonValue> ids(Draft draft) {
        return java.util.stream.Stream.of(from(draft), draft.key());
    }

    private static BsonValue from(Draft draft) {
        return java.util.Objects.requireNonNull(draft.from());
    }

    private Outcome outcome(Draft draft, Map<BsonValue, RawBsonDocument> old) {
        RawBsonDocument before = old.get(from(draft));
        if (before == null && !draft.whole() && !old.containsKey(draft.key())) {
            return BatchWriter.missing();
        }
        try {
            BsonDocument set =
                    before == null
                            ? new BsonDocument()
                            : Natural.without(Rows.decoded(before), Shape.ID);
            set.putAll(draft.fields());
            write(draft, set);
            if (session == null) {
                remove(draft);
            }
            return Outcome.applied();
        } catch (MongoException e) {
            return BatchWriter.refused(e);
        }
    }

    private void write(Draft draft, BsonDocument set) {
        BsonDocument id = new BsonDocument(Shape.ID, draft.key());
        BsonDocument update = new BsonDocument("$set", set.isEmpty() ? id : set);
        if (session == null) {
            collection.updateOne(id, update, UPSERT);
        } else {
            collection.updateOne(session, id, update, UPSERT);
        }
    }

    private void remove(Draft draft) {
        BsonDocument old = new BsonDocument(Shape.ID, from(draft));
        if (taken.contains(Rows.comparable(from(draft)))) {
            return;
        }
        if (session == null) {
            collection.deleteOne(old);
        } else {
            collection.deleteOne(session, old);
        }
    }
}
