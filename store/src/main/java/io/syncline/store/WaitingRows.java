package io.syncline.store;

import io.syncline.core.change.RowId;
import io.syncline.core.merge.Conflict;
import io.syncline.core.wire.Wire;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Sought;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows that wait for a person, as they are found among those that two ends share. */
final class WaitingRows {
    private static final int HASH_BYTES = 32;

    /** When it is due that has been told to be so already. */
    private static final Long TOLD = Long.MAX_VALUE;

    private static final String WANTED =
            "waits_since IS NOT NULL AND waits_since >= ? AND waits_since < ? AND (?::text IS NULL"
                    + " OR waits_in = ?) AND (?::text IS NULL OR strpos(waits_for, ?) > 0)"
                    + " AND (?::text IS NULL OR waits_on = ? OR ? AND waits_on IS NULL)";

    static final String PAGE =
            PairRows.SELECT
                    + WANTED
                    + " AND (waits_since, row_hash) > (?, ?) ORDER BY waits_since, row_hash LIMIT ?";

    private static final String FIND =
            PairRows.SELECT
                    + "waits_since IS NOT NULL AND waits_since = ? AND row_hash BETWEEN ? AND ?";

    /** An index alone tells it. */
    private static final String ALL =
            "SELECT count(*) FROM pair WHERE flow = ? AND waits_since IS NOT NULL";

    private static final String COUNT = "SELECT count(*) FROM pair WHERE flow = ? AND " + WANTED;

    /** Two statements, as an index can find either but not both at once. */
    static final String DUE =
            PairRows.SELECT
                    + "waits_since IS NOT NULL AND waits_due <= ? ORDER BY waits_since, row_hash"
                    + " LIMIT ?";

    static final String OLD =
            PairRows.SELECT + "waits_due IS NULL AND waits_since <= ? ORDER BY waits_since LIMIT ?";

    private WaitingRows() {}

    static List<Pair> overdue(
            Sql sql, String flow, long nowMillis, long sinceMillis, int countMax) {
        List<Pair> all = new ArrayList<>(sql.all(DUE, PairRows::pair, flow, nowMillis, countMax));
        all.addAll(sql.all(OLD, PairRows::pair, flow, sinceMillis, countMax));
        all.sort(Comparator.comparingLong(WaitingRows::sinceMillis));
        return List.copyOf(all.subList(0, Math.min(countMax, all.size())));
    }

    private static long sinceMillis(Pair pair) {
        return Objects.requireNonNull(pair.review()).sinceMillis();
    }

    static List<Pair> page(
            Sql sql, String flow, Sought sought, @Nullable ReviewId after, int countMax) {
        return sql.all(PAGE, PairRows::pair, arguments(flow, sought, after, countMax));
    }

    /** The arguments of {@link #PAGE}. */
    static @Nullable Object[] arguments(
            String flow, Sought sought, @Nullable ReviewId after, int countMax) {
        @Nullable Object[] wanted = wanted(flow, sought);
        @Nullable Object[] all = Arrays.copyOf(wanted, wanted.length + 3);
        all[wanted.length] = after == null ? -1L : after.sinceMillis();
        all[wanted.length + 1] = after == null ? new byte[0] : hash(after, (byte) -1);
        all[wanted.length + 2] = countMax;
        return all;
    }

    static @Nullable Pair find(Sql sql, String flow, ReviewId id) {
        return sql.first(
                FIND,
                PairRows::pair,
                flow,
                id.sinceMillis(),
                hash(id, (byte) 0),
                hash(id, (byte) -1));
    }

    static long count(Sql sql, String flow, Sought sought) {
        Long count =
                sought.equals(Sought.ANY)
                        ? sql.first(ALL, row -> row.getLong(1), flow)
                        : sql.first(COUNT, row -> row.getLong(1), wanted(flow, sought));
        return Objects.requireNonNull(count);
    }

    /** The row of a name, whether it waits or not; null if none is known. */
    static @Nullable RowId named(Sql sql, String flow, ReviewId id) {
        byte[] before = hash(id, (byte) 0);
        RowId next =
                sql.first(PairRows.KNOWN, row -> Wire.rowId(row.getString(1)), flow, before, 1);
        return next != null && ReviewId.of(next, id.sinceMillis()).equals(id) ? next : null;
    }

    /** A row's hash as far as its name tells, and what is to stand for the rest. */
    private static byte[] hash(ReviewId id, byte rest) {
        byte[] known = HexFormat.of().parseHex(id.row());
        byte[] hash = Arrays.copyOf(known, HASH_BYTES);
        Arrays.fill(hash, known.length, HASH_BYTES, rest);
        return hash;
    }

    private static @Nullable Object[] wanted(String flow, Sought sought) {
        Long from = sought.fromMillis();
        Long until = sought.untilMillis();
        String collection = sought.collection() == null ? null : plain(sought.collection());
        String line = line(sought);
        String assignee = sought.assignee() == null ? null : plain(sought.assignee());
        return new @Nullable Object[] {
            flow,
            from == null ? Long.MIN_VALUE : from,
            until == null ? Long.MAX_VALUE : until,
            collection,
            collection,
            line,
            line,
            assignee,
            assignee,
            sought.orNobodys()
        };
    }

    /** The part of a conflict's line that has to be found; null if any will do. */
    private static @Nullable String line(Sought sought) {
        Conflict.Kind kind = sought.kind();
        String field = sought.field();
        if (kind == null && field == null) {
            return null;
        }
        return (kind == null ? "" : "\n" + kind.name())
                + "\t"
                + (field == null ? "" : plain(field) + "\n");
    }

    static @Nullable String since(Pair pair) {
        Review review = pair.review();
        return review == null ? null : Long.toString(review.sinceMillis());
    }

    static @Nullable String collection(Pair pair) {
        return pair.review() == null ? null : plain(pair.id().collection());
    }

    static @Nullable String on(Pair pair) {
        Review review = pair.review();
        String to = review == null ? null : review.care().assignedTo();
        return to == null ? null : plain(to);
    }

    static @Nullable String due(Pair pair) {
        Review review = pair.review();
        if (review == null) {
            return null;
        }
        Long due = review.care().escalated() ? TOLD : review.care().dueMillis();
        return due == null ? null : due.toString();
    }

    static @Nullable String conflicts(Pair pair) {
        Review review = pair.review();
        if (review == null) {
            return null;
        }
        StringBuilder lines = new StringBuilder("\n");
        review.conflicts()
                .forEach(
                        each ->
                                lines.append(each.kind())
                                        .append('\t')
                                        .append(plain(each.field()))
                                        .append('\n'));
        return lines.toString();
    }

    /** A name without what ends a line or cannot stand in a text of the database. */
    private static String plain(String name) {
        return name.replace('\0', '\ufffd').replace('\n', '\ufffd').replace('\t', '\ufffd');
    }
}
