package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Outcome;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Writes that demand something of the row they meet: its document is read, compared here value by
 * value, and written only where it is still exactly what was read. Whoever is overtaken reads
 * again. So nothing is compared by a collation, and no edit in between is lost.
 */
final class Demand {
    /** Whoever is overtaken so often in a row says that the row keeps changing. */
    private static final int ATTEMPTS_MAX = 50;

    private final Client client;
    private final @Nullable ClientSession session;

    /** Writes with a session's transaction, or without one. */
    Demand(Client client, @Nullable ClientSession session) {
        this.client = client;
        this.session = session;
    }

    /**
     * Does one write.
     *
     * @throws MongoException if the server refuses it
     */
    Outcome meet(Draft draft) {
        MongoCollection<RawBsonDocument> documents = client.collection(draft.shape().collection());
        BsonValue now = draft.from() == null ? draft.key() : draft.from();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            RawBsonDocument actual = Rows.one(documents, session, now);
            if (!met(draft, actual)) {
                return new Outcome.Stale(Rows.image(draft.shape(), actual));
            }
            if (actual == null && draft.write().change().after() instanceof Image.Partial) {
                return BatchWriter.missing();
            }
            Outcome outcome = write(draft, documents, actual);
            if (outcome != null) {
                return outcome;
            }
        }
        return Outcome.refused(Outcome.Kind.BUSY, "the row was changed by others again and again");
    }

    /** Null if somebody was faster. */
    private @Nullable Outcome write(
            Draft draft,
            MongoCollection<RawBsonDocument> documents,
            @Nullable RawBsonDocument actual) {
        if (draft.write().change().after().isAbsent()) {
            return actual == null || delete(documents, exact(draft, actual))
                    ? new Outcome.Applied(Image.absent())
                    : null;
        }
        if (actual == null) {
            return insert(draft, documents, draft.document());
        }
        if (draft.from() != null) {
            return move(draft, documents, actual);
        }
        FindOneAndUpdateOptions after =
                new FindOneAndUpdateOptions()
                        .returnDocument(ReturnDocument.AFTER)
                        .collation(client.server().exact());
        BsonDocument filter = exact(draft, actual);
        RawBsonDocument stored =
                session == null
                        ? documents.findOneAndUpdate(filter, draft.update(), after)
                        : documents.findOneAndUpdate(session, filter, draft.update(), after);
        return stored == null ? null : new Outcome.Applied(Rows.image(draft.shape(), stored));
    }

    private static BsonDocument exact(Draft draft, RawBsonDocument actual) {
        return ExactFilter.of(
                Rows.decoded(actual),
                draft.shape().layout().fields().stream()
                        .map(io.syncline.core.change.Field::name)
                        .filter(name -> !name.equals(Shape.ID))
                        .toList());
    }

    private boolean delete(MongoCollection<RawBsonDocument> documents, BsonDocument filter) {
        FindOneAndDeleteOptions exactly =
                new FindOneAndDeleteOptions().collation(client.server().exact());
        return (session == null
                        ? documents.findOneAndDelete(filter, exactly)
                        : documents.findOneAndDelete(session, filter, exactly))
                != null;
    }

    /** A row that came meanwhile is not overwritten. */
    private @Nullable Outcome insert(
            Draft draft, MongoCollection<RawBsonDocument> documents, BsonDocument document) {
        try {
            if (session == null) {
                documents.withDocumentClass(BsonDocument.class).insertOne(document);
            } else {
                documents.withDocumentClass(BsonDocument.class).insertOne(session, document);
            }
        } catch (MongoException e) {
            if (session == null && Failures.duplicateId(Failures.code(e), Failures.words(e))) {
                return null;
            }
            throw e;
        }
        return new Outcome.Applied(Image.whole(draft.shape().row(document)));
    }

    /** The new document comes before the old one goes, so that there is always one. */
    private @Nullable Outcome move(
            Draft draft, MongoCollection<RawBsonDocument> documents, RawBsonDocument actual) {
        RawBsonDocument occupied = Rows.one(documents, session, draft.key());
        if (occupied != null) {
            return new Outcome.Stale(Rows.image(draft.shape(), actual));
        }
        BsonDocument moved = Natural.without(Rows.decoded(actual), Shape.ID);
        BsonDocument document = new BsonDocument(Shape.ID, draft.key());
        document.putAll(moved);
        document.putAll(draft.fields());
        Outcome inserted = insert(draft, documents, document);
        if (inserted != null && !delete(documents, exact(draft, actual))) {
            // Somebody changed the old row meanwhile: theirs stays, and ours is taken back.
            delete(documents, new BsonDocument(Shape.ID, draft.key()));
            return null;
        }
        return inserted;
    }

    private static boolean met(Draft draft, @Nullable RawBsonDocument actual) {
        return switch (draft.write().expect()) {
            case Expect.Any _ -> true;
            case Expect.Unchanged(var token) -> token.equals(Rows.token(actual));
            case Expect.Same(Image image) -> {
                Row expected = image.row();
                Row row = Rows.image(draft.shape(), actual).row();
                yield expected == null ? row == null : row != null && expected.within(row);
            }
        };
    }
}
