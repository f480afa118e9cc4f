package io.syncline.testkit.store;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One of everything that people do about rows; the same calls give equal things. */
public final class ReviewSamples {
    private static final String ODD = "ä\u0000\ud800 'quoted' \\ \n\t";

    private ReviewSamples() {}

    /** A row that has waited since then, with a conflict of this kind about each field. */
    public static Pair waiting(
            RowId id, long sinceMillis, Conflict.Kind kind, Care care, String... fields) {
        List<Conflict> conflicts = new ArrayList<>();
        for (String field : fields) {
            conflicts.add(
                    new Conflict(kind, field, null, null, null, null, "manual_review", "Because"));
        }
        Image base = PairSamples.named("base");
        Half half = new Half(base, null, null);
        Review review = new Review(base, base, conflicts, Dirt.of(id), sinceMillis, care);
        return new Pair(id, Base.of(base), half, half, review);
    }

    /** Everything that people can have done, short of deciding. */
    public static List<Care> cares() {
        Map<String, Value> values = new TreeMap<>();
        for (String name : PairSamples.everyKind().header().names()) {
            values.put(name, PairSamples.everyKind().get(name));
        }
        return List.of(
                Care.NONE,
                new Care(null, ODD, null),
                new Care(null, null, 0L),
                care(new Ruling.Keep(Which.OURS)),
                care(new Ruling.Keep(Which.THEIRS)),
                care(Ruling.Proposed.PROPOSED),
                care(new Ruling.ByHand(Map.of())),
                care(new Ruling.ByHand(values)));
    }

    private static Care care(Ruling ruling) {
        return new Care(new Care.Proposal("Anna", ODD, ruling, 7), "Ben", Long.MAX_VALUE);
    }

    /** Every kind of deed, and none. */
    public static List<@Nullable Deed> deeds() {
        List<@Nullable Deed> deeds = new ArrayList<>();
        deeds.add(null);
        for (Deed.Kind kind : Deed.Kind.values()) {
            deeds.add(Deed.of(kind, ODD));
        }
        deeds.add(new Deed(Deed.Kind.RESOLVED, "", null, "Ben"));
        deeds.add(new Deed(Deed.Kind.UNDONE, "", 3L, null));
        return deeds;
    }

    /** An episode with a deed, or with none. */
    public static Episode episode(RowId id, long round, @Nullable Deed deed) {
        Episode plain = PairSamples.episode(id, round);
        return new Episode(
                round,
                id,
                plain.before(),
                plain.ours(),
                plain.theirs(),
                plain.after(),
                plain.origins(),
                plain.settled(),
                plain.conflicts(),
                "Anna",
                plain.millis(),
                deed,
                Episode.Makers.NONE);
    }

    /** Keeps a row for everything that people do, for the flow's owner of this epoch. */
    public static void fill(Store store, String flow, long epoch) {
        List<Decision> decisions = new ArrayList<>();
        List<Care> cares = cares();
        List<@Nullable Deed> deeds = deeds();
        for (int i = 0; i < Math.max(cares.size(), deeds.size()); i++) {
            RowId id = PairSamples.id(i);
            Care care = cares.get(Math.min(i, cares.size() - 1));
            Deed deed = deeds.get(Math.min(i, deeds.size() - 1));
            decisions.add(
                    new Decision(
                            waiting(id, i, Conflict.Kind.CONCURRENT_UPDATE, care, "name", ODD),
                            episode(id, i + 1, deed)));
        }
        store.pairs().decide(flow, epoch, decisions.size(), decisions);
    }

    /** All that {@link #fill} has kept. */
    public static List<Object> everything(Store store, String flow) {
        List<Object> all = new ArrayList<>(store.pairs().waiting(flow));
        for (int i = 0; i < Math.max(cares().size(), deeds().size()); i++) {
            all.addAll(store.pairs().history(flow, PairSamples.id(i), 10));
        }
        return all;
    }
}
