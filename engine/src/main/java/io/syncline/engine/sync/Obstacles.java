package io.syncline.engine.sync;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.UniqueHolders;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.CollectionWay;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.FieldWay;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Rows;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.review.SecretFields;
import io.syncline.engine.verify.Paired;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads which rows are in the way of one that an end refuses because of a value that only one row
 * may have. Not remembered: they are what is there when somebody looks.
 *
 * @param tables all that the sync keeps equal
 * @param known what is known of a row by the sync's name; null if nothing is
 * @param millis now, UTC
 */
record Obstacles(
        Leg leg,
        Facings facings,
        List<Paired> tables,
        Function<RowId, @Nullable Pair> known,
        long millis) {
    /** Each end that refuses a row so; none of a row that waits for something else. */
    List<RefusingEnd> of(Pair pair) {
        Review review = pair.review();
        if (review == null
                || review.conflicts().stream()
                        .noneMatch(each -> each.kind() == Conflict.Kind.UNIQUE)) {
            return List.of();
        }
        Paired table =
                tables.stream()
                        .filter(each -> each.shared().collection().equals(pair.id().collection()))
                        .findFirst()
                        .orElse(null);
        List<RefusingEnd> ends = new ArrayList<>();
        for (Which which : Which.values()) {
            Half.Debt owed = pair.half(which).debt();
            if (table != null && owed != null) {
                ends.add(asked(table, which, pair, review, owed));
            }
        }
        return ends;
    }

    private RefusingEnd asked(Paired table, Which which, Pair pair, Review review, Half.Debt owed) {
        String name = (which == Which.OURS ? leg.source() : leg.destination()).name();
        Paired.End end = which == Which.OURS ? table.here() : table.there();
        if (!(end.endpoint() instanceof UniqueHolders holders)) {
            return RefusingEnd.silent(name, name + " cannot tell which row is in the way");
        }
        try {
            RowId called = facings.of(which).own(owed.from() == null ? pair.id() : owed.from());
            Image now = images(end, List.of(called)).getFirst();
            Row wanted = wanted(which, pair, review, owed, now);
            UniqueHolders.Held held =
                    wanted == null ? UniqueHolders.Held.NOTHING : holders.held(called, wanted);
            Image shown =
                    wanted == null
                            ? Image.absent()
                            : facings.of(which).shared(pair.id(), Image.whole(wanted));
            return new RefusingEnd(
                    name,
                    Objects.requireNonNullElseGet(
                            values(shown, pair.id().collection()), LinkedHashMap::new),
                    obstacles(which, end, held.holders()),
                    held.unasked(),
                    null);
        } catch (EndpointException e) {
            // An end that is away is no reason not to show what waits.
            return RefusingEnd.silent(name, words(e));
        }
    }

    /** What went wrong; a server's own sentence about a statement may show values of the row. */
    private static String words(EndpointException e) {
        return e.kind() == EndpointException.Kind.BUG
                ? "it could not be asked which row is in the way"
                : String.valueOf(e.getMessage());
    }

    /** The row as the end would have it, in its own form; null if it is to have none. */
    private @Nullable Row wanted(Which which, Pair pair, Review review, Half.Debt owed, Image now) {
        Image base = pair.base().image();
        Row agreed = base == null ? null : base.row();
        if (agreed == null) {
            return null;
        }
        Image given = Image.partial(Rows.only(agreed, owed.fields()));
        if (owed.fields().contains(Merge.ROW)) {
            // What is not agreed of it is made as the other end shows it.
            Row across = review.shown(which.other()).row();
            given = Image.whole(across == null ? agreed : across.overlaid(agreed));
        }
        Facing facing = facings.of(which);
        Row after = facing.written(pair.id(), now, facing.own(pair.id(), given), millis).row();
        Row there = now.row();
        return there == null || after == null ? after : there.overlaid(after);
    }

    private static List<Image> images(Paired.End end, List<RowId> ids) {
        return ((Lookup) end.endpoint())
                .current(ids, null).stream()
                        .map(
                                each ->
                                        each instanceof Found.Seen(Image image, _)
                                                ? image
                                                : Image.absent())
                        .toList();
    }

    private List<Obstacle> obstacles(
            Which which, Paired.End end, List<UniqueHolders.Holder> holders) {
        Map<RowId, Set<String>> met = new LinkedHashMap<>();
        for (UniqueHolders.Holder each : holders) {
            Set<String> fields = met.computeIfAbsent(each.id(), _ -> new LinkedHashSet<>());
            each.fields().forEach(name -> fields.add(shared(which, each.id().collection(), name)));
        }
        List<RowId> ids = List.copyOf(met.keySet());
        List<Image> images = ids.isEmpty() ? List.of() : images(end, ids);
        List<Obstacle> obstacles = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            List<String> fields = List.copyOf(Objects.requireNonNull(met.get(ids.get(i))));
            obstacles.add(obstacle(which, ids.get(i), images.get(i), fields));
        }
        return obstacles;
    }

    private Obstacle obstacle(Which which, RowId own, Image image, List<String> fields) {
        Facing facing = facings.of(which);
        RowId id = facing.shared(own);
        if (id == null) {
            return new Obstacle(own, null, fields, null, List.of(), true, null);
        }
        Image shown = facing.shared(id, image);
        Pair pair = known.apply(id);
        Review review = pair == null ? null : pair.review();
        ReviewId waits = review == null ? null : review.id();
        boolean linked = facings.linked().contains(id.collection());
        // What a filter keeps from the other end is not shown to whoever sees both.
        boolean outside = !facing.belongs(id, shown);
        return new Obstacle(
                id,
                linked ? facings.of(Which.OURS).own(id) : null,
                fields,
                outside ? null : values(shown, id.collection()),
                outside ? List.of() : masked(shown, id.collection()),
                outside,
                waits);
    }

    /** The sync's name of an end's field; the end's own if the sync does not know it. */
    private String shared(Which which, String collection, String field) {
        for (CollectionWay way : facings.ways()) {
            if ((which == Which.OURS ? way.ours() : way.theirs()).equals(collection)) {
                for (FieldWay each : way.fields()) {
                    String own = which == Which.OURS ? each.ours() : each.theirs();
                    String theirs = each.theirs();
                    if (field.equals(own) && theirs != null) {
                        return theirs;
                    }
                }
            }
        }
        return field;
    }

    private static List<String> masked(Image image, String collection) {
        Row row = image.row();
        return row == null
                ? List.of()
                : row.header().names().stream()
                        .filter(name -> SecretFields.BY_NAME.test(collection, name))
                        .toList();
    }

    private static @Nullable SequencedMap<String, Value> values(Image image, String collection) {
        Row row = image.row();
        if (row == null) {
            return null;
        }
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            if (!SecretFields.BY_NAME.test(collection, name)) {
                values.put(name, row.at(i));
            }
        }
        return values;
    }
}
