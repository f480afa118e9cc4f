package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An open change stream over the log. Guarded by its backend. */
final class ChangeFeed {
    private static final String OFF = "off";

    private final OperationLog log;
    private final Document options;
    private final Predicate<Step> wanted;
    private final Predicate<Step> ends;
    private final Predicate<Step.Namespace> images;
    private final UnaryOperator<List<Document>> stages;
    private long at;
    private boolean ended;
    private @Nullable LogEntry last;

    /**
     * A stream.
     *
     * @param options of {@code $changeStream}
     * @param wanted which steps it tells
     * @param ends after which step it is invalid
     * @param images of which collections documents are kept as they were before and after
     * @param stages what else the pipeline does with the events
     */
    ChangeFeed(
            OperationLog log,
            Document options,
            Predicate<Step> wanted,
            Predicate<Step> ends,
            Predicate<Step.Namespace> images,
            UnaryOperator<List<Document>> stages) {
        this.log = log;
        this.options = options;
        this.wanted = wanted;
        this.ends = ends;
        this.images = images;
        this.stages = stages;
        this.at = log.start(options);
    }

    boolean ended() {
        return ended;
    }

    /** Events that are there, at most so many; empty at the log's end. */
    List<Document> next(int most) {
        List<Document> events = new ArrayList<>();
        for (LogEntry entry : List.copyOf(log.after(at))) {
            if (events.size() >= most || ended) {
                break;
            }
            at = entry.number();
            if (wanted.test(entry.step())) {
                List<Document> made = stages.apply(List.of(event(entry)));
                events.addAll(made);
                last = made.isEmpty() ? last : entry;
            }
            if (ends.test(entry.step())) {
                events.add(invalidate(entry));
                ended = true;
            }
        }
        return events;
    }

    /** Where a stream that has told these events can be gone on with. */
    Document token(List<Document> told) {
        if (!told.isEmpty()) {
            return Parts.document(told.getLast(), "_id");
        }
        LogEntry entry = last;
        boolean atEnd = entry != null && entry.time().equals(log.time());
        return token(atEnd && entry != null ? entry.token() : LogEntry.highWater(log.time()));
    }

    private static Document token(String data) {
        return new Document("_data", data);
    }

    private static Document invalidate(LogEntry entry) {
        return new Document("_id", token(entry.token() + "01"))
                .append("operationType", "invalidate")
                .append("clusterTime", entry.time())
                .append("wallTime", entry.wall());
    }

    private Document event(LogEntry entry) {
        Step step = entry.step();
        Document event =
                new Document("_id", token(entry.token()))
                        .append("operationType", step.kind())
                        .append("clusterTime", entry.time())
                        .append("wallTime", entry.wall())
                        .append("ns", name(step.database(), step.collection()));
        if (step.target() != null) {
            event.append("to", name(step.database(), step.target()));
        }
        if (entry.session() != null) {
            event.append("lsid", entry.session()).append("txnNumber", entry.transaction());
        }
        if (step.id() != null) {
            event.append("documentKey", new Document("_id", step.id()));
            images(event, step);
        }
        return event;
    }

    private static Document name(String database, String collection) {
        Document name = new Document("db", database);
        return collection.isEmpty() ? name : name.append("coll", collection);
    }

    private void images(Document event, Step step) {
        boolean kept = images.test(step.where());
        boolean update = step.kind().equals(Step.UPDATE);
        Document before = step.before();
        Document after = step.after();
        if (update && before != null && after != null) {
            event.append("updateDescription", described(before, after));
        }
        String full = String.valueOf(options.getOrDefault("fullDocument", "default"));
        if (after != null && (!update || kept && full.equals("whenAvailable"))) {
            event.append("fullDocument", after);
        } else if (update && full.equals("whenAvailable")) {
            event.append("fullDocument", null);
        }
        String wantedBefore = String.valueOf(options.getOrDefault("fullDocumentBeforeChange", OFF));
        if (!wantedBefore.equals(OFF) && !step.kind().equals(Step.INSERT)) {
            event.append("fullDocumentBeforeChange", kept ? before : null);
        }
    }

    private static Document described(Document before, Document after) {
        Document updated = new Document();
        List<String> removed = new ArrayList<>();
        differ("", before, after, updated, removed);
        return new Document("updatedFields", updated)
                .append("removedFields", removed)
                .append("truncatedArrays", new ArrayList<>());
    }

    /** Changes of a part of a document are told by path, as the server does. */
    private static void differ(
            String path, Document before, Document after, Document updated, List<String> removed) {
        for (Map.Entry<String, Object> each : after.entrySet()) {
            Object old = before.get(each.getKey());
            String name = path + each.getKey();
            if (old instanceof Document was && each.getValue() instanceof Document is) {
                differ(name + ".", was, is, updated, removed);
            } else if (!before.containsKey(each.getKey()) || !same(old, each.getValue())) {
                updated.append(name, each.getValue());
            }
        }
        for (String name : before.keySet()) {
            if (!after.containsKey(name)) {
                removed.add(path + name);
            }
        }
    }

    static boolean same(@Nullable Object one, @Nullable Object other) {
        return one instanceof byte[] bytes && other instanceof byte[] others
                ? java.util.Arrays.equals(bytes, others)
                : java.util.Objects.equals(one, other);
    }
}
