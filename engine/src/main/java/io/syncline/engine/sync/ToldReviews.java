package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.merge.Conflict;
import io.syncline.engine.pair.Review;
import io.syncline.engine.review.ReviewListener;
import io.syncline.engine.verify.Keys;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells what becomes of rows that wait for a person, as events of their sync. Never a value.
 *
 * @param leg both ends
 */
record ToldReviews(Chronicle told, String syncId, Leg leg) implements ReviewListener {
    @Override
    public void detected(RowId id, Review review) {
        told.event(syncId, "conflict_detected", data(id, review));
    }

    @Override
    public void resolved(RowId id, Review review, String by) {
        Map<String, String> data = data(id, review);
        data.put("by", by);
        told.event(syncId, "conflict_resolved", data);
    }

    @Override
    public void reopened(RowId id, Review review) {
        told.event(syncId, "conflict_reopened", data(id, review));
    }

    @Override
    public void doubted(String end, String how) {
        told.alarm(
                syncId,
                leg,
                "source_changed",
                Code.SOURCE_CHANGED,
                end + ": " + how + ". Rows that differ wait for a person",
                Map.of("end", end));
    }

    @Override
    public void backAndForth(RowId id, int times) {
        told.alarm(
                syncId,
                leg,
                "ping_pong",
                Code.PING_PONG,
                "A row of %s has come back to what it was %d times within minutes"
                        .formatted(id.collection(), times),
                Map.of("table", id.collection(), "key", Keys.text(id.key())));
    }

    @Override
    public void escalated(RowId id, Review review) {
        Map<String, String> data = data(id, review);
        String to = review.care().assignedTo();
        if (to != null) {
            data.put("assigned_to", to);
        }
        told.event(syncId, "conflict_escalated", data);
    }

    private Map<String, String> data(RowId id, Review review) {
        Map<String, String> data = new TreeMap<>();
        data.put("conflict_id", leg.desk(syncId) + "." + review.id().text());
        data.put("source", leg.source().name());
        data.put("destination", leg.destination().name());
        data.put("table", id.collection());
        data.put("key", Keys.text(id.key()));
        data.put(
                "kinds",
                review.conflicts().stream()
                        .map(conflict -> conflict.kind().name().toLowerCase(Locale.ROOT))
                        .distinct()
                        .collect(Collectors.joining(",")));
        data.put(
                "fields",
                review.conflicts().stream()
                        .map(Conflict::path)
                        .filter(path -> !path.isEmpty())
                        .collect(Collectors.joining(",")));
        // What stood there before anybody decided otherwise.
        data.put(
                "original_strategy",
                review.conflicts().stream()
                        .map(Conflict::rule)
                        .distinct()
                        .collect(Collectors.joining(",")));
        return data;
    }
}
