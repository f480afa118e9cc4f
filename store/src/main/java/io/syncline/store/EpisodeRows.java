package io.syncline.store;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.wire.Wire;
import io.syncline.engine.pair.Decided;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Episode.Makers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The history of rows that two ends share, as lines of a table. */
final class EpisodeRows {
    /** In the order of the lines, which the numbers follow. */
    private static final String INSERT =
            "INSERT INTO episode (flow, row_hash, before, ours, theirs, after, why, round, millis)"
                    + " SELECT ?, row_hash, before, ours, theirs, after, why, round, millis FROM"
                    + " unnest(?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                    + " ?::bigint[], ?::bigint[]) WITH ORDINALITY AS new (row_hash, before, ours,"
                    + " theirs, after, why, round, millis, place) ORDER BY place";

    private static final String HISTORY =
            "SELECT before, ours, theirs, after, why FROM episode WHERE flow = ? AND row_hash = ?"
                    + " AND round < ? ORDER BY number DESC LIMIT ?";

    /** An episode whose {@code after} is null changed nothing that was agreed. */
    private static final String DECIDED =
            "SELECT pair.id, first.round, last.round, first.before, last.after FROM (SELECT row_hash,"
                    + " min(number) AS first, max(number) AS last FROM episode WHERE flow = ? AND"
                    + " millis >= ? AND millis < ? AND after IS NOT NULL GROUP BY row_hash) span"
                    + " JOIN episode first ON first.number = span.first JOIN episode last ON"
                    + " last.number = span.last JOIN pair ON pair.flow = ? AND pair.row_hash ="
                    + " span.row_hash ORDER BY span.last DESC LIMIT ?";

    private static final String OURS = "ours";
    private static final String THEIRS = "theirs";

    private EpisodeRows() {}

    static Lines lines() {
        return new Lines(7);
    }

    static void add(Lines lines, Episode episode, Texts texts) {
        Members why = Members.fresh();
        why.put("round", episode.round());
        why.put("origins", MergeText.origins(episode.origins()));
        why.put("settled", MergeText.settled(episode.settled()));
        why.put("conflicts", MergeText.conflicts(episode.conflicts()));
        why.put("by", episode.by());
        why.put("millis", episode.millis());
        if (episode.deed() != null) {
            why.put("deed", CareText.deed(episode.deed()));
        }
        if (!episode.makers().equals(Makers.NONE)) {
            Map<String, @Nullable Object> makers = new LinkedHashMap<>();
            makers.put(OURS, episode.makers().ours());
            makers.put(THEIRS, episode.makers().theirs());
            why.put("makers", makers);
        }
        Image before = episode.before();
        lines.add(
                texts.hash(episode.id()),
                texts.text(before),
                texts.unless(before, episode.ours()),
                texts.unless(before, episode.theirs()),
                texts.unless(before, episode.after()),
                why.text(),
                Long.toString(episode.round()),
                Long.toString(episode.millis()));
    }

    static void insert(Sql.Transaction transaction, String flow, Lines lines) throws SQLException {
        lines.run(transaction, INSERT, flow);
    }

    static List<Episode> latest(Sql sql, String flow, RowId id, long before, int countMax) {
        return sql.all(
                HISTORY, row -> episode(id, row), flow, RowKey.of(id).hash(), before, countMax);
    }

    static List<Decided> decided(
            Sql sql, String flow, long fromMillis, long untilMillis, int countMax) {
        return sql.all(
                DECIDED, EpisodeRows::decided, flow, fromMillis, untilMillis, flow, countMax);
    }

    private static Decided decided(ResultSet row) throws SQLException {
        return new Decided(
                Wire.rowId(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                Wire.image(row.getString(4)),
                Wire.image(row.getString(5)));
    }

    private static Episode episode(RowId id, ResultSet row) throws SQLException {
        Image before = Wire.image(row.getString(1));
        Members why = Members.of(row.getString(5));
        return new Episode(
                why.number("round"),
                id,
                before,
                image(before, row.getString(2)),
                image(before, row.getString(3)),
                image(before, row.getString(4)),
                MergeText.origins(why),
                MergeText.settled(why),
                MergeText.conflicts(why),
                why.text("by"),
                why.number("millis"),
                CareText.deed(why.maybe("deed")),
                makers(why.maybe("makers")));
    }

    private static Makers makers(@Nullable Members json) {
        return json == null
                ? Makers.NONE
                : new Makers(json.maybeText(OURS), json.maybeText(THEIRS));
    }

    private static Image image(Image before, @Nullable String text) {
        return text == null ? before : Wire.image(text);
    }
}
