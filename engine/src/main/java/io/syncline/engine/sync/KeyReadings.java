package io.syncline.engine.sync;

import io.syncline.core.change.Value;
import io.syncline.engine.shape.Kind;
import io.syncline.engine.shape.SampleValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the texts of a key may mean: which type it is, only the row that is found tells. Pure. */
final class KeyReadings {
    /** A key of several fields has no more readings than this. */
    private static final int READINGS_MAX = 5000;

    private KeyReadings() {}

    static List<List<Value>> of(List<String> key) {
        List<List<Value>> all = List.of(List.of());
        for (String text : key) {
            List<List<Value>> longer = new ArrayList<>();
            for (Value value : readings(text)) {
                for (List<Value> before : all) {
                    if (longer.size() < READINGS_MAX) {
                        longer.add(Stream.concat(before.stream(), Stream.of(value)).toList());
                    }
                }
            }
            all = longer;
        }
        return all;
    }

    private static Set<Value> readings(String text) {
        Set<Value> readings = new LinkedHashSet<>();
        for (Kind kind : Kind.values()) {
            Value value =
                    kind == Kind.OTHER || kind == Kind.ITEMS
                            ? null
                            : SampleValues.value(text, kind.sample());
            if (value != null) {
                readings.add(value);
            }
        }
        return readings;
    }
}
