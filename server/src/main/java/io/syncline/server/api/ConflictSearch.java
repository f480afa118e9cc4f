package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.merge.Conflict;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Sought;
import io.syncline.engine.sync.ReviewDesk;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which conflicts a query asks for.
 *
 * @param syncId of this sync; null for all
 * @param sought which of them
 * @param afterSync the desk of the page before; null for the first page
 * @param after where it ended
 * @param limit how many at most
 */
record ConflictSearch(
        @Nullable String syncId,
        Sought sought,
        @Nullable String afterSync,
        @Nullable ReviewId after,
        int limit) {
    private static final String CURSOR = "cursor";

    static ConflictSearch of(Request request, Problems problems) {
        String kind = request.query().get("kind");
        String cursor = request.query().get(CURSOR);
        ReviewId after = null;
        int point = cursor == null ? -1 : cursor.lastIndexOf('.');
        if (cursor != null) {
            try {
                after = ReviewId.parse(cursor.substring(point + 1));
            } catch (IllegalArgumentException e) {
                problems.add(Code.OUT_OF_RANGE, "", "The cursor is the next of the page before.");
            }
        }
        int limit =
                (int) RunCalls.number(request, "limit", RunCalls.PAGE, RunCalls.PAGE_MAX, problems);
        String asked = request.query().get("sync_id");
        String syncId = asked == null ? request.query().get("syncId") : asked;
        return new ConflictSearch(
                syncId,
                new Sought(
                        request.query().get("collection"),
                        kind == null ? null : kind(kind, problems),
                        request.query().get("field"),
                        null,
                        null,
                        request.query().get("assignee"),
                        false),
                cursor == null ? null : cursor.substring(0, Math.max(0, point)),
                after,
                Math.max(1, limit));
    }

    private static Conflict.@Nullable Kind kind(String text, Problems problems) {
        String word = Words.snake(text);
        for (Conflict.Kind kind : Conflict.Kind.values()) {
            if (Views.word(kind).equals(word)) {
                return kind;
            }
        }
        List<String> words = Arrays.stream(Conflict.Kind.values()).map(Views::word).toList();
        problems.add(
                Code.UNKNOWN_WORD,
                "",
                "The kind is one of " + String.join(", ", words).toLowerCase(Locale.ROOT) + ".");
        return null;
    }

    /** Whether the page before ended at this desk. */
    boolean isAt(ReviewDesk desk) {
        return desk.name().equals(afterSync);
    }

    /** How many wait, by kind; one with conflicts of several kinds counts for each. */
    void count(ObjectNode into, List<ReviewDesk> desks) {
        into.put("total", desks.stream().mapToLong(desk -> count(desk, sought)).sum());
        ObjectNode kinds = into.putObject("by_kind");
        for (Conflict.Kind kind : Conflict.Kind.values()) {
            if (sought.kind() == null || sought.kind() == kind) {
                Sought one = sought.of(kind);
                kinds.put(
                        Views.word(kind), desks.stream().mapToLong(desk -> count(desk, one)).sum());
            }
        }
    }

    private static long count(ReviewDesk desk, Sought sought) {
        return desk.reviews().count(desk.called(sought));
    }
}
