package io.syncline.store;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Base;
import io.syncline.core.wire.Wire;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows that two ends share, as lines of a table. */
final class PairRows {
    static final String SELECT =
            "SELECT id, base, ours_seen, ours_read, ours_owed, theirs_seen, theirs_read,"
                    + " theirs_owed, review, times, owes, settled FROM pair LEFT JOIN two_way USING"
                    + " (flow) WHERE flow = ? AND ";

    static final String FIND = SELECT + "row_hash = ANY (?)";

    /** Those that are owed what a round has decided that is settled; see {@link #latest}. */
    static final String OWING = SELECT + "owes";

    static final String DOUBT =
            "UPDATE pair SET ours_seen = coalesce(ours_seen, base), theirs_seen ="
                    + " coalesce(theirs_seen, base), base = NULL, ours_owed = NULL, theirs_owed ="
                    + " NULL, owes = NULL"
                    + " WHERE flow = ?";
    static final String KNOWN =
            "SELECT id FROM pair WHERE flow = ? AND row_hash > ? ORDER BY row_hash LIMIT ?";

    /** In the order of the hashes, so that two who write the same rows do not lock each other. */
    private static final String KEEP =
            "INSERT INTO pair (flow, row_hash, id, base, ours_seen, ours_read, ours_owed,"
                    + " theirs_seen, theirs_read, theirs_owed, review, times, waits_since, waits_in, waits_for,"
                    + " waits_on, waits_due, owes)"
                    + " SELECT ?, new.* FROM unnest(?::bytea[], ?::text[], ?::text[], ?::text[],"
                    + " ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                    + " ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::boolean[]) AS new (row_hash) ORDER BY row_hash ON CONFLICT (flow, row_hash) DO UPDATE SET (base, ours_seen,"
                    + " ours_read, ours_owed, theirs_seen, theirs_read, theirs_owed, review, times,"
                    + " waits_since, waits_in, waits_for, waits_on, waits_due, owes) ="
                    + " (excluded.base, excluded.ours_seen, excluded.ours_read,"
                    + " excluded.ours_owed, excluded.theirs_seen, excluded.theirs_read,"
                    + " excluded.theirs_owed, excluded.review, excluded.times,"
                    + " excluded.waits_since, excluded.waits_in, excluded.waits_for, excluded.waits_on,"
                    + " excluded.waits_due, excluded.owes)";

    /** How the ends stand to rows that are kept. */
    static final String HALVES =
            "UPDATE pair SET (ours_seen, ours_read, ours_owed, theirs_seen, theirs_read,"
                    + " theirs_owed, owes) = (new.ours_seen, new.ours_read, new.ours_owed,"
                    + " new.theirs_seen, new.theirs_read, new.theirs_owed, new.owes) FROM (SELECT ?"
                    + " AS flow, each.* FROM unnest(?::bytea[], ?::text[], ?::text[], ?::text[],"
                    + " ?::text[], ?::text[], ?::text[], ?::boolean[]) AS each (row_hash, ours_seen,"
                    + " ours_read, ours_owed, theirs_seen, theirs_read, theirs_owed, owes)) AS new"
                    + " WHERE pair.flow = new.flow"
                    + " AND pair.row_hash = new.row_hash";

    private PairRows() {}

    /**
     * Rows as they are kept.
     *
     * @param round the round that decides them, whose settlement tells what is owed of it any more;
     *     0 if it is settled
     */
    static Lines lines(Iterable<Pair> pairs, Texts texts, long round) {
        Lines lines = new Lines(16);
        for (Pair pair : pairs) {
            RowKey key = texts.key(pair.id());
            Image base = pair.base().image();
            Half ours = pair.ours();
            Half theirs = pair.theirs();
            lines.add(
                    key.hash(),
                    key.text(),
                    base == null ? null : texts.text(base),
                    texts.unless(base, ours.seen()),
                    token(ours.read()),
                    PairText.text(ours.debt()),
                    texts.unless(base, theirs.seen()),
                    token(theirs.read()),
                    PairText.text(theirs.debt()),
                    PairText.text(pair.review()),
                    PairText.text(pair.times()),
                    WaitingRows.since(pair),
                    WaitingRows.collection(pair),
                    WaitingRows.conflicts(pair),
                    WaitingRows.on(pair),
                    WaitingRows.due(pair),
                    owes(pair, round));
        }
        return lines;
    }

    static Lines halves(Iterable<Pair> pairs, Texts texts) {
        Lines lines = new Lines(7);
        for (Pair pair : pairs) {
            Image base = pair.base().image();
            lines.add(
                    texts.hash(pair.id()),
                    texts.unless(base, pair.ours().seen()),
                    token(pair.ours().read()),
                    PairText.text(pair.ours().debt()),
                    texts.unless(base, pair.theirs().seen()),
                    token(pair.theirs().read()),
                    PairText.text(pair.theirs().debt()),
                    owes(pair, 0));
        }
        return lines;
    }

    /** Whether a row is owed what a settled round has decided; null, as of most, if not. */
    private static @Nullable String owes(Pair pair, long round) {
        return pair.owesBut(round) ? "true" : null;
    }

    /** The names of the rows that are owed what this round has decided, and of further ones. */
    static byte[][] latest(Iterable<Pair> pairs, long round, Iterable<RowId> further, Texts texts) {
        List<byte[]> latest = new ArrayList<>();
        further.forEach(id -> latest.add(texts.hash(id)));
        for (Pair pair : pairs) {
            if (pair.owesOnly(round)) {
                latest.add(texts.hash(pair.id()));
            }
        }
        return latest.toArray(byte[][]::new);
    }

    static void keep(Sql.Transaction transaction, String flow, Lines lines) throws SQLException {
        lines.run(transaction, KEEP, flow);
    }

    static Pair pair(ResultSet row) throws SQLException {
        String known = row.getString(2);
        Image base = known == null ? null : Wire.image(known);
        Pair pair =
                new Pair(
                        Wire.rowId(row.getString(1)),
                        base == null ? Base.unknown() : Base.of(base),
                        PairText.times(row.getString(10)),
                        half(base, row, 3),
                        half(base, row, 6),
                        PairText.review(row.getString(9)));
        // What a settled round has decided is paid where nothing else was noted.
        boolean paid = pair.owes() && !row.getBoolean(11) && settled(pair, row.getLong(12));
        return paid ? pair.paid() : pair;
    }

    private static boolean settled(Pair pair, long round) {
        Half.Debt ours = pair.ours().debt();
        Half.Debt theirs = pair.theirs().debt();
        return (ours == null || ours.round() <= round)
                && (theirs == null || theirs.round() <= round);
    }

    private static Half half(@Nullable Image base, ResultSet row, int at) throws SQLException {
        String seen = row.getString(at);
        String read = row.getString(at + 1);
        return new Half(
                seen == null ? Objects.requireNonNull(base) : Wire.image(seen),
                read == null ? null : new Position(read),
                PairText.debt(row.getString(at + 2)));
    }

    private static @Nullable String token(@Nullable Position position) {
        return position == null ? null : position.token();
    }
}
