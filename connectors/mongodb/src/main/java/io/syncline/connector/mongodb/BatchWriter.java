package io.syncline.connector.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.syncline.core.endpoint.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Sends writes in bulk: alike ones together, what frees a unique value before what takes it. Inside
 * a transaction the first refusal ends everything and is thrown; outside, each write stands for
 * itself.
 */
final class BatchWriter {
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final Client client;
    private final @Nullable ClientSession session;
    private final Map<Integer, Outcome> outcomes = new HashMap<>();

    /** Writes with a session's transaction, or without one. */
    BatchWriter(Client client, @Nullable ClientSession session) {
        this.client = client;
        this.session = session;
    }

    /** A write that the server refused inside a transaction, which is over with it. */
    static final class Refusal extends RuntimeException {
        private final transient Draft draft;
        private final transient Outcome outcome;

        Refusal(Draft draft, Outcome outcome) {
            super("refused");
            this.draft = draft;
            this.outcome = outcome;
        }

        Draft draft() {
            return draft;
        }

        Outcome outcome() {
            return outcome;
        }
    }

    static Outcome missing() {
        return Outcome.refused(Outcome.Kind.MISSING, "there is no such row to be changed in part");
    }

    /**
     * Does the writes.
     *
     * @return the outcomes by the index of their write
     * @throws Refusal inside a transaction
     * @throws MongoException if it is not about a row
     */
    Map<Integer, Outcome> write(List<Draft> drafts) {
        Map<String, List<Draft>> byCollection = new LinkedHashMap<>();
        drafts.stream()
                .sorted(Comparator.comparing(Draft::form).thenComparingInt(Draft::index))
                .forEach(
                        draft ->
                                byCollection
                                        .computeIfAbsent(
                                                draft.shape().collection(), _ -> new ArrayList<>())
                                        .add(draft));
        byCollection.forEach(this::write);
        return outcomes;
    }

    private void write(String name, List<Draft> drafts) {
        MongoCollection<RawBsonDocument> collection = client.collection(name);
        bulk(collection, of(drafts, Draft.Form.DELETE), BatchWriter::delete);
        List<Draft> moves = of(drafts, Draft.Form.MOVE);
        if (!moves.isEmpty()) {
            new Moves(collection, session, drafts, this::note).make(moves);
        }
        changes(collection, of(drafts, Draft.Form.CHANGE));
        bulk(
                collection,
                of(drafts, Draft.Form.STORE),
                draft -> new UpdateOneModel<>(id(draft), draft.update(), UPSERT));
        Demand demand = new Demand(client, session);
        for (Draft draft : of(drafts, Draft.Form.DEMAND)) {
            one(draft, () -> demand.meet(draft));
        }
    }

    private static List<Draft> of(List<Draft> drafts, Draft.Form form) {
        return drafts.stream().filter(draft -> draft.form() == form).toList();
    }

    private static BsonDocument id(Draft draft) {
        return new BsonDocument(Shape.ID, draft.key());
    }

    private static WriteModel<RawBsonDocument> delete(Draft draft) {
        return new DeleteOneModel<>(id(draft));
    }

    /** Who was not there is looked for only if somebody was not. */
    private void changes(MongoCollection<RawBsonDocument> collection, List<Draft> drafts) {
        BulkWriteResult result =
                bulk(collection, drafts, draft -> new UpdateOneModel<>(id(draft), draft.update()));
        if (result != null && result.getMatchedCount() == drafts.size()) {
            return;
        }
        List<Draft> applied =
                drafts.stream()
                        .filter(draft -> outcomes.get(draft.index()) instanceof Outcome.Applied)
                        .toList();
        var there =
                applied.isEmpty()
                        ? Map.of()
                        : Rows.find(collection, session, applied.stream().map(Draft::key).toList());
        for (Draft draft : applied) {
            if (!there.containsKey(draft.key())) {
                note(draft, missing());
            }
        }
    }

    /** The server's counts, or null if there was nothing to do or something was refused. */
    private @Nullable BulkWriteResult bulk(
            MongoCollection<RawBsonDocument> collection,
            List<Draft> drafts,
            Function<Draft, WriteModel<RawBsonDocument>> model) {
        if (drafts.isEmpty()) {
            return null;
        }
        List<WriteModel<RawBsonDocument>> models = drafts.stream().map(model).toList();
        drafts.forEach(draft -> outcomes.put(draft.index(), Outcome.applied()));
        try {
            BulkWriteOptions options = new BulkWriteOptions().ordered(session != null);
            return session == null
                    ? collection.bulkWrite(models, options)
                    : collection.bulkWrite(session, models, options);
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().isEmpty()) {
                throw e;
            }
            for (BulkWriteError error : e.getWriteErrors()) {
                Outcome.Kind kind = Failures.refusal(error.getCode());
                if (kind == null) {
                    throw e;
                }
                note(
                        drafts.get(error.getIndex()),
                        Outcome.refused(kind, Failures.withoutValues(error.getMessage())));
            }
            return null;
        }
    }

    /** One write by itself. */
    private void one(Draft draft, java.util.function.Supplier<Outcome> write) {
        try {
            note(draft, write.get());
        } catch (MongoException e) {
            note(draft, refused(e));
        }
    }

    /** What a refused write comes to; anything else is thrown on. */
    static Outcome refused(MongoException e) {
        Outcome.Kind kind = Failures.worthRepeating(e) ? null : Failures.refusal(Failures.code(e));
        if (kind == null) {
            throw e;
        }
        return Outcome.refused(kind, Failures.withoutValues(Failures.words(e)));
    }

    /** Notes what became of a write; a server's refusal has ended a transaction. */
    private void note(Draft draft, Outcome outcome) {
        boolean ended =
                outcome instanceof Outcome.Refused refused
                        && refused.kind() != Outcome.Kind.MISSING
                        && refused.kind() != Outcome.Kind.BUSY;
        if (session != null && ended) {
            throw new Refusal(draft, outcome);
        }
        outcomes.put(draft.index(), outcome);
    }
}
