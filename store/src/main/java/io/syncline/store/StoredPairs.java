package io.syncline.store;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.core.wire.Wire;
import io.syncline.engine.pair.Decided;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Links;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.pair.Sought;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of rows that two ends share. Each method is a few statements over all of its rows.
 * Safe for use by several threads.
 *
 * @param sql the store's database
 */
record StoredPairs(Sql sql) implements Pairs {
    private static final String ROUND =
            "INSERT INTO two_way (flow, round, owing) VALUES (?, ?, ?) ON CONFLICT (flow) DO"
                    + " UPDATE SET round = greatest(two_way.round, excluded.round), owing = CASE"
                    + " WHEN ? OR two_way.settled >= two_way.round THEN excluded.owing ELSE"
                    + " two_way.owing || excluded.owing END";

    private static final String PLACES =
            "INSERT INTO two_way (flow, ours, theirs, settled) VALUES (?, ?, ?, ?) ON CONFLICT"
                    + " (flow) DO UPDATE SET ours = coalesce(excluded.ours, two_way.ours), theirs ="
                    + " coalesce(excluded.theirs, two_way.theirs), settled ="
                    + " greatest(two_way.settled, excluded.settled)";

    private static final String LATEST = "SELECT unnest(owing) FROM two_way WHERE flow = ?";

    private static final String CLEAN = "DELETE FROM dirty WHERE flow = ? AND row_hash = ANY (?)";

    private static final String DIRTY =
            "INSERT INTO dirty (flow, row_hash, dirt) SELECT ?, new.* FROM unnest(?::bytea[],"
                    + " ?::text[]) AS new (row_hash) ORDER BY row_hash ON CONFLICT (flow, row_hash)"
                    + " DO UPDATE SET dirt = excluded.dirt";

    @Override
    public Map<RowId, Pair> find(String flow, Collection<RowId> ids) {
        Map<RowId, Pair> found = new HashMap<>();
        if (!ids.isEmpty()) {
            sql.all(PairRows.FIND, PairRows::pair, flow, hashes(ids))
                    .forEach(pair -> found.put(pair.id(), pair));
        }
        return found;
    }

    private static byte[][] hashes(Collection<RowId> ids) {
        return ids.stream().map(id -> RowKey.of(id).hash()).toArray(byte[][]::new);
    }

    @Override
    public List<Pair> owing(String flow) {
        Map<RowId, Pair> owing = new LinkedHashMap<>();
        sql.transact(
                transaction -> {
                    List<byte[]> latest = transaction.all(LATEST, row -> row.getBytes(1), flow);
                    List<Pair> found = transaction.all(PairRows.OWING, PairRows::pair, flow);
                    found.addAll(
                            transaction.all(
                                    PairRows.FIND,
                                    PairRows::pair,
                                    flow,
                                    latest.toArray(byte[][]::new)));
                    found.forEach(pair -> owing.put(pair.id(), pair));
                    return latest;
                });
        return owing.values().stream().filter(Pair::owes).toList();
    }

    @Override
    public List<Pair> waiting(String flow, Sought sought, @Nullable ReviewId after, int countMax) {
        return WaitingRows.page(sql, flow, sought, after, countMax);
    }

    @Override
    public @Nullable Pair waiting(String flow, ReviewId id) {
        return WaitingRows.find(sql, flow, id);
    }

    @Override
    public @Nullable RowId named(String flow, ReviewId id) {
        return WaitingRows.named(sql, flow, id);
    }

    @Override
    public long waitingCount(String flow, Sought sought) {
        return WaitingRows.count(sql, flow, sought);
    }

    @Override
    public List<Pair> overdue(String flow, long nowMillis, long sinceMillis, int countMax) {
        return WaitingRows.overdue(sql, flow, nowMillis, sinceMillis, countMax);
    }

    @Override
    public List<RowId> known(String flow, @Nullable RowId after, int countMax) {
        byte[] from = after == null ? new byte[0] : RowKey.of(after).hash();
        return sql.all(PairRows.KNOWN, row -> Wire.rowId(row.getString(1)), flow, from, countMax);
    }

    @Override
    public List<Dirt> dirty(String flow) {
        return sql.all(
                "SELECT dirt FROM dirty WHERE flow = ?",
                row -> PairText.dirt(row.getString(1)),
                flow);
    }

    @Override
    public long round(String flow) {
        Long round =
                sql.first("SELECT round FROM two_way WHERE flow = ?", row -> row.getLong(1), flow);
        return round == null ? 0 : round;
    }

    @Override
    public Map<Which, Position> places(String flow) {
        Map<Which, Position> places = new EnumMap<>(Which.class);
        sql.transact(
                transaction ->
                        transaction.all(
                                "SELECT which, place FROM two_way, LATERAL (VALUES ('OURS', ours),"
                                        + " ('THEIRS', theirs)) AS each (which, place) WHERE flow = ?"
                                        + " AND place IS NOT NULL",
                                row ->
                                        places.put(
                                                Which.valueOf(row.getString(1)),
                                                new Position(row.getString(2))),
                                flow));
        return places;
    }

    @Override
    public void doubt(String flow, long epoch) {
        sql.transact(
                transaction -> {
                    Ownership.check(transaction, flow, epoch);
                    return transaction.change(PairRows.DOUBT, flow);
                });
    }

    @Override
    public void decide(
            String flow,
            long epoch,
            long round,
            List<Decision> decisions,
            Collection<RowId> unsettled) {
        Map<RowId, Pair> latest = new LinkedHashMap<>();
        Lines history = EpisodeRows.lines();
        Texts texts = new Texts();
        for (Decision each : decisions) {
            latest.put(each.pair().id(), each.pair());
            Episode episode = each.episode();
            if (episode != null) {
                EpisodeRows.add(history, episode, texts);
            }
        }
        Lines pairs = PairRows.lines(latest.values(), texts, round);
        byte[][] owing = PairRows.latest(latest.values(), round, unsettled, texts);
        sql.transact(
                transaction -> {
                    Ownership.check(transaction, flow, epoch);
                    PairRows.keep(transaction, flow, pairs);
                    EpisodeRows.insert(transaction, flow, history);
                    return transaction.change(ROUND, flow, round, owing, !unsettled.isEmpty());
                });
    }

    @Override
    public void settle(String flow, long epoch, Settlement settlement) {
        Map<RowId, Pair> latest = new LinkedHashMap<>();
        settlement.pairs().forEach(pair -> latest.put(pair.id(), pair));
        Texts texts = new Texts();
        Lines pairs = PairRows.lines(latest.values(), texts, 0);
        Lines halves = PairRows.halves(settlement.given(), texts);
        byte[][] clean = settlement.clean().stream().map(texts::hash).toArray(byte[][]::new);
        Lines dirty = dirty(settlement.dirty());
        sql.transact(
                transaction -> {
                    Ownership.check(transaction, flow, epoch);
                    PairRows.keep(transaction, flow, pairs);
                    halves.run(transaction, PairRows.HALVES, flow);
                    if (clean.length > 0) {
                        transaction.change(CLEAN, flow, clean);
                    }
                    dirty.run(transaction, DIRTY, flow);
                    return places(transaction, flow, settlement);
                });
    }

    private static Lines dirty(List<Dirt> dirty) {
        Map<RowId, Dirt> latest = new LinkedHashMap<>();
        dirty.forEach(dirt -> latest.put(dirt.id(), dirt));
        Lines lines = new Lines(1);
        latest.values()
                .forEach(dirt -> lines.add(RowKey.of(dirt.id()).hash(), PairText.text(dirt)));
        return lines;
    }

    private static int places(Sql.Transaction transaction, String flow, Settlement settlement)
            throws SQLException {
        Map<Which, Position> places = settlement.places();
        long round = settlement.round();
        return places.isEmpty() && round == 0
                ? 0
                : transaction.change(
                        PLACES,
                        flow,
                        token(places.get(Which.OURS)),
                        token(places.get(Which.THEIRS)),
                        round);
    }

    private static @Nullable String token(@Nullable Position place) {
        return place == null ? null : place.token();
    }

    @Override
    public Links links() {
        return new StoredLinks(sql);
    }

    @Override
    public List<Episode> history(String flow, RowId id, long before, int countMax) {
        return EpisodeRows.latest(sql, flow, id, before, countMax);
    }

    @Override
    public List<Decided> decided(String flow, long fromMillis, long untilMillis, int countMax) {
        return EpisodeRows.decided(sql, flow, fromMillis, untilMillis, countMax);
    }
}
