package io.syncline.store;

import io.syncline.core.merge.RuleSpec;
import io.syncline.engine.review.FourEyes;
import io.syncline.engine.review.Related;
import io.syncline.engine.review.ReviewTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How what a configuration says of reviews rests within JSON that has a version. */
final class ReviewText {
    private static final String ALL = "allByTwo";
    private static final String FIELDS = "fieldsByTwo";
    private static final String RULES = "rulesByTwo";
    private static final String TIMEOUT = "timeout";
    private static final String ON_TIMEOUT = "onTimeout";
    private static final String ESCALATE_TO = "escalateTo";
    private static final String ASSIGN_TO = "assignTo";
    private static final String CONTEXT = "context";
    private static final String TABLE = "table";
    private static final String KEY = "key";
    private static final String SHOWN = "fields";
    private static final String SHARE_MOST = "conflictShareMost";

    private ReviewText() {}

    static Map<String, @Nullable Object> terms(ReviewTerms terms) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(ALL, terms.fourEyes().all());
        json.put(FIELDS, List.copyOf(new TreeSet<>(terms.fourEyes().fields())));
        json.put(RULES, List.copyOf(new TreeSet<>(terms.fourEyes().rules())));
        json.put(TIMEOUT, terms.timeout() == null ? null : terms.timeout().toString());
        json.put(ON_TIMEOUT, terms.onTimeout() == null ? null : terms.onTimeout().tree());
        json.put(ESCALATE_TO, terms.escalateTo());
        json.put(ASSIGN_TO, terms.assignTo());
        Double share = terms.conflictShareMost();
        json.put(SHARE_MOST, share == null ? null : share.toString());
        if (!terms.context().isEmpty()) {
            Map<String, Object> context = new TreeMap<>();
            terms.context()
                    .forEach(
                            (table, rows) ->
                                    context.put(
                                            table,
                                            rows.stream().map(ReviewText::related).toList()));
            json.put(CONTEXT, context);
        }
        return json;
    }

    /** Definitions of before it was said have none. */
    static ReviewTerms terms(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> all)) {
            return ReviewTerms.NONE;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        all.forEach((name, value) -> values.put((String) name, value));
        Members members = new Members(values);
        String timeout = members.maybeText(TIMEOUT);
        String share = members.maybeText(SHARE_MOST);
        Object strategy = values.get(ON_TIMEOUT);
        return new ReviewTerms(
                new FourEyes(
                        Boolean.TRUE.equals(values.get(ALL)),
                        texts(members, FIELDS),
                        texts(members, RULES)),
                timeout == null ? null : Duration.parse(timeout),
                strategy == null
                        ? null
                        : Objects.requireNonNull(RuleSpec.read(strategy, "", new ArrayList<>())),
                members.maybeText(ESCALATE_TO),
                members.maybeText(ASSIGN_TO),
                share == null ? null : Double.valueOf(share),
                context(members.maybe(CONTEXT)));
    }

    private static Map<String, Object> related(Related related) {
        return Map.of(TABLE, related.table(), KEY, related.key(), SHOWN, related.fields());
    }

    private static Map<String, List<Related>> context(@Nullable Members json) {
        Map<String, List<Related>> context = new TreeMap<>();
        if (json != null) {
            for (String table : json.values().keySet()) {
                List<Related> rows = new ArrayList<>();
                json.members(table)
                        .forEach(
                                each ->
                                        rows.add(
                                                new Related(
                                                        each.text(TABLE),
                                                        List.copyOf(texts(each, KEY)),
                                                        List.copyOf(texts(each, SHOWN)))));
                context.put(table, rows);
            }
        }
        return context;
    }

    private static Set<String> texts(Members members, String name) {
        Set<String> texts = new LinkedHashSet<>();
        members.list(name).forEach(each -> texts.add((String) each));
        return texts;
    }
}
