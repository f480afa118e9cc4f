package io.syncline.store;

import io.syncline.core.change.Value;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.core.wire.Wire;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Deed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How what people do about rows rests within JSON that has a version. */
final class CareText {
    private static final String BY = "by";
    private static final String REASON = "reason";
    private static final String MILLIS = "millis";
    private static final String KIND = "kind";
    private static final String OF = "of";
    private static final String CONFIRMED_BY = "confirmedBy";
    private static final String PROPOSAL = "proposal";
    private static final String ASSIGNED_TO = "assignedTo";
    private static final String DUE = "due";
    private static final String KEEP = "keep";
    private static final String VALUES = "values";
    private static final String STRATEGY = "strategy";
    private static final String ESCALATED = "escalated";

    private CareText() {}

    static Map<String, @Nullable Object> care(Care care) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        Care.Proposal proposal = care.proposal();
        if (proposal != null) {
            Map<String, @Nullable Object> inner = new LinkedHashMap<>();
            inner.put(BY, proposal.by());
            inner.put(REASON, proposal.reason());
            inner.put(MILLIS, proposal.millis());
            put(inner, proposal.ruling());
            json.put(PROPOSAL, inner);
        }
        json.put(ASSIGNED_TO, care.assignedTo());
        json.put(DUE, care.dueMillis());
        if (care.escalated()) {
            json.put(ESCALATED, true);
        }
        return json;
    }

    static Care care(@Nullable Members json) {
        if (json == null) {
            return Care.NONE;
        }
        Members inner = json.maybe(PROPOSAL);
        Care.Proposal proposal =
                inner == null
                        ? null
                        : new Care.Proposal(
                                inner.text(BY),
                                inner.text(REASON),
                                ruling(inner),
                                inner.number(MILLIS));
        return new Care(
                proposal,
                json.maybeText(ASSIGNED_TO),
                maybeNumber(json, DUE),
                Boolean.TRUE.equals(json.values().get(ESCALATED)));
    }

    /** A side is kept, values are chosen, or with neither of these the rules' proposals stand. */
    private static void put(Map<String, @Nullable Object> json, Ruling ruling) {
        switch (ruling) {
            case Ruling.Keep(Which which) -> json.put(KEEP, which.name());
            case Ruling.ByHand(Map<String, Value> values) -> {
                Map<String, Object> texts = new TreeMap<>();
                values.forEach((name, value) -> texts.put(name, Wire.text(value)));
                json.put(VALUES, texts);
            }
            case Ruling.ByStrategy(RuleSpec strategy) -> json.put(STRATEGY, strategy.tree());
            case Ruling.Proposed _ -> {}
        }
    }

    private static Ruling ruling(Members json) {
        String kept = json.maybeText(KEEP);
        if (kept != null) {
            return new Ruling.Keep(Which.valueOf(kept));
        }
        Object strategy = json.values().get(STRATEGY);
        if (strategy != null) {
            return new Ruling.ByStrategy(
                    Objects.requireNonNull(RuleSpec.read(strategy, "", new ArrayList<>())));
        }
        Members texts = json.maybe(VALUES);
        if (texts == null) {
            return Ruling.Proposed.PROPOSED;
        }
        Map<String, Value> values = new TreeMap<>();
        texts.values().keySet().forEach(name -> values.put(name, Wire.value(texts.text(name))));
        return new Ruling.ByHand(values);
    }

    static Map<String, @Nullable Object> deed(Deed deed) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(KIND, deed.kind().name());
        json.put(REASON, deed.reason());
        json.put(OF, deed.of());
        json.put(CONFIRMED_BY, deed.confirmedBy());
        return json;
    }

    static @Nullable Deed deed(@Nullable Members json) {
        return json == null
                ? null
                : new Deed(
                        Deed.Kind.valueOf(json.text(KIND)),
                        json.text(REASON),
                        maybeNumber(json, OF),
                        json.maybeText(CONFIRMED_BY));
    }

    private static @Nullable Long maybeNumber(Members json, String name) {
        return json.values().get(name) == null ? null : json.number(name);
    }
}
