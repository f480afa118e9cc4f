package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The change streams that are open. Guarded by its backend. */
final class Feeds {
    private static final int EVENTS_AT_ONCE = 500;
    private static final long FIRST = 1L << 40;

    private final OperationLog log;
    private final Predicate<Step.Namespace> images;
    private final Function<String, MongoDatabase> databases;
    private final Map<Long, ChangeFeed> open = new HashMap<>();
    private long latest = FIRST;

    Feeds(
            OperationLog log,
            Predicate<Step.Namespace> images,
            Function<String, MongoDatabase> databases) {
        this.log = log;
        this.images = images;
        this.databases = databases;
    }

    /** Opens one over a collection, a database or everything. */
    @SuppressWarnings("unchecked")
    Document watch(String database, Document query, Document options) {
        boolean cluster = Boolean.TRUE.equals(options.get("allChangesForCluster"));
        String collection = query.get("aggregate") instanceof String name ? name : "";
        List<?> pipeline = Parts.list(query, "pipeline");
        List<Document> stages = (List<Document>) pipeline.subList(1, pipeline.size());
        Predicate<Step> here = step -> cluster || step.database().equals(database);
        ChangeFeed made =
                new ChangeFeed(
                        log,
                        options,
                        here.and(
                                step ->
                                        collection.isEmpty()
                                                || step.collection().equals(collection)),
                        here.and(step -> !cluster && step.kind().equals(Step.DROP_DATABASE)),
                        images,
                        events -> stages.isEmpty() ? events : run(database, stages, events));
        open.put(++latest, made);
        return reply(database, latest, made, "firstBatch", List.of());
    }

    private List<Document> run(String database, List<Document> stages, List<Document> events) {
        return Aggregation.fromPipeline(
                        stages, databases::apply, databases.apply(database), null, NoopOplog.get())
                .runStages(events.stream());
    }

    /** Whether a cursor of this number was one of these streams. */
    static boolean knows(long cursor) {
        return cursor > FIRST;
    }

    /** The stream of a cursor, or null if it has ended. */
    @Nullable ChangeFeed find(long cursor) {
        return open.get(cursor);
    }

    /** What is there now for a stream. */
    static List<Document> next(ChangeFeed feed) {
        return feed.next(EVENTS_AT_ONCE);
    }

    Document reply(String database, long id, ChangeFeed feed, String batch, List<Document> events) {
        if (feed.ended()) {
            open.remove(id);
        }
        Document cursor =
                new Document("id", feed.ended() ? 0L : id)
                        .append("ns", database + ".$cmd.aggregate")
                        .append(batch, new ArrayList<>(events))
                        .append("postBatchResumeToken", feed.token(events));
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
