package io.syncline.store;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.Settled;
import io.syncline.core.wire.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How what a merge says rests within JSON that has a version: conflicts, what a rule settled, and
 * where values come from. A value stands in it as its wire text, null for none.
 */
final class MergeText {
    private static final String KIND = "kind";
    private static final String PATH = "path";
    private static final String BASE = "base";
    private static final String OURS = "ours";
    private static final String THEIRS = "theirs";
    private static final String PROPOSAL = "proposal";
    private static final String RESULT = "result";
    private static final String RULE = "rule";
    private static final String CONFIDENCE = "confidence";
    private static final String BECAUSE = "because";
    private static final String CONFLICTS = "conflicts";
    private static final String SETTLED = "settled";
    private static final String ORIGINS = "origins";

    private MergeText() {}

    static List<Object> conflicts(List<Conflict> conflicts) {
        List<Object> list = new ArrayList<>();
        for (Conflict each : conflicts) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put(KIND, each.kind().name());
            json.put(PATH, each.path());
            json.put(BASE, text(each.base()));
            json.put(OURS, text(each.ours()));
            json.put(THEIRS, text(each.theirs()));
            json.put(PROPOSAL, text(each.proposal()));
            json.put(RULE, each.rule());
            json.put(BECAUSE, each.because());
            list.add(json);
        }
        return list;
    }

    /** Those under the name {@code conflicts}. */
    static List<Conflict> conflicts(Members all) {
        return all.members(CONFLICTS).stream()
                .map(
                        json ->
                                new Conflict(
                                        kind(json),
                                        json.text(PATH),
                                        value(json, BASE),
                                        value(json, OURS),
                                        value(json, THEIRS),
                                        value(json, PROPOSAL),
                                        json.text(RULE),
                                        json.text(BECAUSE)))
                .toList();
    }

    static List<Object> settled(List<Settled> settled) {
        List<Object> list = new ArrayList<>();
        for (Settled each : settled) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put(KIND, each.kind().name());
            json.put(PATH, each.path());
            json.put(BASE, text(each.base()));
            json.put(OURS, text(each.ours()));
            json.put(THEIRS, text(each.theirs()));
            json.put(RESULT, text(each.result()));
            json.put(RULE, each.rule());
            json.put(CONFIDENCE, Double.toString(each.confidence()));
            json.put(BECAUSE, each.because());
            list.add(json);
        }
        return list;
    }

    /** Those under the name {@code settled}. */
    static List<Settled> settled(Members all) {
        return all.members(SETTLED).stream()
                .map(
                        json ->
                                new Settled(
                                        kind(json),
                                        json.text(PATH),
                                        value(json, BASE),
                                        value(json, OURS),
                                        value(json, THEIRS),
                                        value(json, RESULT),
                                        json.text(RULE),
                                        Double.parseDouble(json.text(CONFIDENCE)),
                                        json.text(BECAUSE)))
                .toList();
    }

    static Map<String, Object> origins(Map<String, Origin> origins) {
        Map<String, Object> json = new TreeMap<>();
        origins.forEach((name, origin) -> json.put(name, origin.name()));
        return json;
    }

    /** Those under the name {@code origins}. */
    static Map<String, Origin> origins(Members all) {
        Map<String, Origin> origins = new TreeMap<>();
        Members json = all.maybe(ORIGINS);
        if (json != null) {
            json.values()
                    .keySet()
                    .forEach(name -> origins.put(name, Origin.valueOf(json.text(name))));
        }
        return origins;
    }

    private static Conflict.Kind kind(Members json) {
        return Conflict.Kind.valueOf(json.text(KIND));
    }

    private static @Nullable String text(@Nullable Value value) {
        return value == null ? null : Wire.text(value);
    }

    private static @Nullable Value value(Members json, String name) {
        String text = json.maybeText(name);
        return text == null ? null : Wire.value(text);
    }
}
