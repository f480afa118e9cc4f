package io.syncline.engine.review;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.merge.Merge;
import io.syncline.engine.pair.Decided;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way back from all that was agreed in a span of time: every row of it becomes what it was
 * before, as a new version. A row that was changed since is left alone unless forced, and so is one
 * that would be gone unless deletes are wanted: what was agreed on first in the span may have been
 * at an end for long. Whichever row changed last goes first, so that rows which refer to others
 * find them. Safe for use by several threads.
 */
public final class Rollback {
    /** More rows are not taken at once: all of them are held in memory. */
    public static final int ROWS_MAX = 50_000;

    /** So many are told by name that were left alone. */
    public static final int LEFT_MAX = 100;

    private static final int PAGE = 200;

    /**
     * What is to be taken back, and how.
     *
     * @param fromMillis when the span begins, UTC
     * @param untilMillis before when it ends
     * @param collection rows of this collection alone, by the sync's name; null for all
     * @param deletes whether also rows go that were not agreed on before
     * @param forced whether also rows that were changed since
     * @param by who wants it
     * @param reason why; may be empty
     */
    public record Span(
            long fromMillis,
            long untilMillis,
            @Nullable String collection,
            boolean deletes,
            boolean forced,
            String by,
            String reason) {}

    /** Why a row was left alone. */
    public enum Why {
        /** Somebody has changed it since. */
        CHANGED_SINCE,
        /** It would be deleted. */
        WOULD_BE_DELETED,
        /** It waits for a decision, or is so already. */
        REFUSED,
        /** The sync stopped before it could tell: it may be done or not. */
        UNKNOWN
    }

    /**
     * A row that was left alone.
     *
     * @param because in one sentence; empty where the kind says all
     */
    public record Left(RowId id, Why why, String because) {}

    /**
     * What became of the rows.
     *
     * @param rows how many were changed in the span
     * @param restored how many are, or would be, what they were before
     * @param left all the others
     */
    public record Report(long rows, long restored, List<Left> left) {
        /** Copies the list. */
        public Report {
            left = List.copyOf(left);
        }

        /** How many were left alone for a reason. */
        public long count(Why why) {
            return left.stream().filter(each -> each.why() == why).count();
        }
    }

    private final String flow;
    private final Pairs pairs;
    private final Loop loop;
    private final Context context;

    /**
     * The way back for one flow's rows.
     *
     * @param flow names the pairs in the store
     */
    public Rollback(String flow, Pairs pairs, Loop loop, Context context) {
        this.flow = flow;
        this.pairs = pairs;
        this.loop = loop;
        this.context = context;
    }

    /** What {@link #rollback} would do, as both ends are now; nothing is done. */
    public Report preview(Span span) {
        return report(span, true);
    }

    /**
     * Takes back all of a span.
     *
     * @throws EndpointException WRONG_STATE if the flow does not run, or there are more than {@link
     *     #ROWS_MAX} rows
     */
    public Report rollback(Span span) {
        return report(span, false);
    }

    private Report report(Span span, boolean preview) {
        // What this makes is never a part of it.
        long until = Math.min(span.untilMillis(), context.wallMillis());
        List<Decided> found = pairs.decided(flow, span.fromMillis(), until, ROWS_MAX + 1);
        if (found.size() > ROWS_MAX) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.WRONG_STATE,
                    "More than "
                            + ROWS_MAX
                            + " rows were changed then: take a shorter span of time");
        }
        List<Decided> rows =
                found.stream()
                        .filter(each -> span.collection() == null || in(span.collection(), each))
                        .toList();
        List<Left> left = new ArrayList<>();
        List<Decided> wanted = new ArrayList<>();
        for (Decided each : rows) {
            if (each.before().isAbsent() && !each.after().isAbsent() && !span.deletes()) {
                left.add(new Left(each.id(), Why.WOULD_BE_DELETED, ""));
            } else {
                wanted.add(each);
            }
        }
        long restored = 0;
        for (int i = 0; i < wanted.size(); i += PAGE) {
            List<Decided> page = wanted.subList(i, Math.min(i + PAGE, wanted.size()));
            restored += restored(page, span, preview, left);
        }
        return new Report(rows.size(), restored, left);
    }

    private static boolean in(String collection, Decided row) {
        return row.id().collection().equals(collection);
    }

    private long restored(List<Decided> page, Span span, boolean preview, List<Left> left) {
        List<Errand> errands =
                page.stream()
                        .map(
                                each ->
                                        preview
                                                ? Errand.preview(each.id(), wish(each, span))
                                                : Errand.of(each.id(), wish(each, span)))
                        .toList();
        List<Answer> answers = loop.answers(errands, context);
        long restored = 0;
        for (int i = 0; i < page.size(); i++) {
            Left one = left(page.get(i), answers.get(i));
            if (one == null) {
                restored++;
            } else {
                left.add(one);
            }
        }
        return restored;
    }

    private static Wish wish(Decided row, Span span) {
        return new Wish.Restore(
                span.by(),
                span.reason(),
                Deed.Kind.ROLLED_BACK,
                row.first() - 1,
                Set.of(Merge.ROW),
                row.before(),
                span.forced() ? null : row.after());
    }

    /** Why a row was left alone; null if it was not. */
    private static @Nullable Left left(Decided row, Answer answer) {
        return switch (answer) {
            case Answer.Done _, Answer.Previewed _ -> null;
            case Answer.Refused(String because) -> new Left(row.id(), Why.REFUSED, because);
            case Answer.Stale(_, _, Image agreed, _) ->
                    row.before().equals(agreed)
                            ? new Left(row.id(), Why.REFUSED, "the row is so already")
                            : new Left(row.id(), Why.CHANGED_SINCE, "");
            case Answer.Gone _ -> new Left(row.id(), Why.CHANGED_SINCE, "");
            case Answer.Kept _, Answer.Unknown _ -> new Left(row.id(), Why.UNKNOWN, "");
        };
    }
}
