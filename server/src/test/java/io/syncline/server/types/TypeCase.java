package io.syncline.server.types;

import io.syncline.server.types.Sample.Fate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One type of PostgreSQL with its extremes.
 *
 * @param type as a column is declared
 * @param reading how its values are compared
 * @param samples values, the first of which arrives everywhere
 * @param parked in words, which values are parked, by side
 * @param differs in words, how a value that arrives is not quite the same, by side
 */
record TypeCase(
        String type,
        Reading reading,
        List<Sample> samples,
        Map<Side, String> parked,
        Map<Side, String> differs) {
    /** A type whose given values arrive everywhere as they are. */
    static TypeCase of(String type, Reading reading, String... kept) {
        List<Sample> samples = new ArrayList<>();
        for (String literal : kept) {
            samples.add(new Sample(literal, Fate.Kept.KEPT, Fate.Kept.KEPT));
        }
        return new TypeCase(type, reading, samples, Map.of(), Map.of());
    }

    /** With more values that arrive everywhere as they are. */
    TypeCase and(String... kept) {
        List<Sample> more = new ArrayList<>(samples);
        more.addAll(of(type, reading, kept).samples());
        return new TypeCase(type, reading, more, parked, differs);
    }

    /** With values that one side cannot hold; the other keeps them. */
    TypeCase parks(Side side, String words, String... literals) {
        List<Sample> more = new ArrayList<>(samples);
        for (String literal : literals) {
            Sample sample = new Sample(literal, Fate.Kept.KEPT, Fate.Kept.KEPT);
            more.add(sample.with(side, Fate.Parked.PARKED));
        }
        return new TypeCase(type, reading, more, and(parked, side, words), differs);
    }

    /** With a value that arrives on this side as another text. */
    TypeCase becomes(Side side, String words, String literal, String text) {
        List<Sample> same = new ArrayList<>();
        boolean found = false;
        for (Sample sample : samples) {
            boolean meant = sample.literal().equals(literal);
            found |= meant;
            same.add(meant ? sample.with(side, new Fate.Becomes(text)) : sample);
        }
        if (!found) {
            same.add(
                    new Sample(literal, Fate.Kept.KEPT, Fate.Kept.KEPT)
                            .with(side, new Fate.Becomes(text)));
        }
        return new TypeCase(type, reading, same, parked, and(differs, side, words));
    }

    /** With a word on how values that arrive are not quite the same, though they compare equal. */
    TypeCase noting(Side side, String words) {
        return new TypeCase(type, reading, samples, parked, and(differs, side, words));
    }

    private static Map<Side, String> and(Map<Side, String> words, Side side, String more) {
        Map<Side, String> all = new EnumMap<>(Side.class);
        all.putAll(words);
        all.merge(side, more, (one, other) -> one.equals(other) ? one : one + "; " + other);
        return all;
    }

    /** The name of its column. */
    String column() {
        return "c_"
                + type.toLowerCase(Locale.ROOT)
                        .replace("[]", "_list")
                        .replace("\"", "q")
                        .replaceAll("[^a-z0-9]+", "_")
                        .replaceAll("_+$", "");
    }
}
