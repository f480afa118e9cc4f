package io.syncline.store;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Times;
import io.syncline.core.wire.Wire;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Told;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a pair's debts and reviews and what was told of it rest as JSON, version 1. Rows, images and
 * row ids stand in it as their wire texts.
 */
final class PairText {
    private static final String OURS = "ours";
    private static final String THEIRS = "theirs";
    private static final String TOLD = "told";

    private PairText() {}

    static @Nullable String text(Half.@Nullable Debt debt) {
        if (debt == null) {
            return null;
        }
        Members json = Members.fresh();
        json.put("round", debt.round());
        json.put("place", (long) debt.place());
        json.put("fields", List.copyOf(new TreeSet<>(debt.fields())));
        put(json, debt.from());
        return json.text();
    }

    static Half.@Nullable Debt debt(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Members json = Members.of(text);
        Set<String> fields = new HashSet<>();
        json.list("fields").forEach(each -> fields.add((String) each));
        return new Half.Debt(
                json.number("round"), Math.toIntExact(json.number("place")), fields, from(json));
    }

    static @Nullable String text(@Nullable Review review) {
        if (review == null) {
            return null;
        }
        Members json = Members.fresh();
        json.put(OURS, Wire.text(review.ours()));
        json.put(THEIRS, Wire.text(review.theirs()));
        json.put("conflicts", MergeText.conflicts(review.conflicts()));
        Members told = new Members(new LinkedHashMap<>());
        put(told, review.told());
        json.put(TOLD, told.values());
        json.put("since", review.sinceMillis());
        if (!review.care().equals(Care.NONE)) {
            json.put("care", CareText.care(review.care()));
        }
        return json.text();
    }

    static @Nullable Review review(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Members json = Members.of(text);
        Members told = Objects.requireNonNull(json.maybe(TOLD));
        return new Review(
                image(json, OURS),
                image(json, THEIRS),
                MergeText.conflicts(json),
                dirt(told),
                json.number("since"),
                CareText.care(json.maybe("care")));
    }

    private static Image image(Members json, String name) {
        return Wire.image(json.text(name));
    }

    static String text(Dirt dirt) {
        Members json = Members.fresh();
        put(json, dirt);
        return json.text();
    }

    private static void put(Members json, Dirt dirt) {
        json.put("id", Wire.text(dirt.id()));
        json.put("tries", (long) dirt.tries());
        json.put(OURS, told(dirt.ours()));
        json.put(THEIRS, told(dirt.theirs()));
        put(json, dirt.from());
    }

    static Dirt dirt(String text) {
        return dirt(Members.of(text));
    }

    private static Dirt dirt(Members json) {
        return new Dirt(
                Wire.rowId(json.text("id")),
                told(json.maybe(OURS)),
                told(json.maybe(THEIRS)),
                Math.toIntExact(json.number("tries")),
                from(json));
    }

    /** What a row was called before; left out of most. */
    private static void put(Members json, @Nullable RowId from) {
        if (from != null) {
            json.put("from", Wire.text(from));
        }
    }

    private static @Nullable RowId from(Members json) {
        String from = json.maybeText("from");
        return from == null ? null : Wire.rowId(from);
    }

    private static @Nullable Map<String, @Nullable Object> told(Told told) {
        if (told.equals(Told.NOTHING)) {
            return null;
        }
        Row latest = told.latest();
        Position gone = told.goneAfter();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        put(json, told.times());
        json.put("latest", latest == null ? null : Wire.text(latest));
        json.put("goneAfter", gone == null ? null : gone.token());
        if (told.by() != null) {
            json.put("by", told.by());
        }
        return json;
    }

    private static Told told(@Nullable Members json) {
        if (json == null) {
            return Told.NOTHING;
        }
        String latest = json.maybeText("latest");
        String gone = json.maybeText("goneAfter");
        return new Told(
                times(json),
                latest == null ? null : Wire.row(latest),
                gone == null ? null : new Position(gone),
                json.maybeText("by"));
    }

    static @Nullable String text(Times times) {
        if (times.equals(Times.unknown())) {
            return null;
        }
        Members json = Members.fresh();
        put(json.values(), times);
        return json.text();
    }

    static Times times(@Nullable String text) {
        return text == null ? Times.unknown() : times(Members.of(text));
    }

    private static void put(Map<String, @Nullable Object> json, Times times) {
        Version row = times.row();
        Map<String, Object> fields = new LinkedHashMap<>();
        times.fields().forEach((name, time) -> fields.put(name, version(time)));
        json.put("row", row == null ? null : version(row));
        json.put("fields", fields);
    }

    private static Times times(Members json) {
        Object row = json.values().get("row");
        Map<String, Version> fields = new TreeMap<>();
        Members known = json.maybe("fields");
        if (known != null) {
            known.values().forEach((name, time) -> fields.put(name, version(time)));
        }
        return new Times(row == null ? null : version(row), fields);
    }

    private static List<Object> version(Version version) {
        return List.of(version.millis(), (long) version.counter(), version.replica().name());
    }

    private static Version version(@Nullable Object json) {
        if (json instanceof List<?> parts
                && parts.size() == 3
                && parts.get(0) instanceof Long millis
                && parts.get(1) instanceof Long counter
                && parts.get(2) instanceof String replica) {
            return new Version(millis, Math.toIntExact(counter), new ReplicaId(replica));
        }
        throw new IllegalArgumentException("A time that nobody wrote");
    }
}
