package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.Parked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which parked rows of a sync a body means; never all by an oversight.
 *
 * @param cause only rows parked for it; null for any
 * @param collection only rows of it, by the destination's name; null for any
 * @param ids these rows; empty to choose by the others
 */
record ParkedChoice(@Nullable Code cause, @Nullable String collection, List<Long> ids) {
    private static final int IDS_MAX = 10_000;
    private static final String CAUSE = "cause";
    private static final String COLLECTION = "collection";
    private static final String IDS = "ids";
    private static final String ALL = "all";

    /** What a body came to. */
    sealed interface Asked {
        /** A choice. */
        record Good(ParkedChoice choice) implements Asked {}

        /** All that is wrong. */
        record Bad(List<Problem> problems) implements Asked {}
    }

    boolean meant(Parked row) {
        return (cause == null || row.code() == cause)
                && (collection == null || named(row.change().id().collection(), collection));
    }

    /** Where the destination has schemas, a table may be named without. */
    private static boolean named(String collection, String name) {
        return collection.equals(name) || collection.endsWith("." + name);
    }

    static Asked parse(@Nullable JsonNode body) {
        Problems problems = new Problems();
        Fields fields = Fields.of(body, "", problems);
        if (body != null && !body.isObject()) {
            return new Asked.Bad(problems.all());
        }
        Code cause = cause(fields, problems);
        String collection = fields.text(COLLECTION);
        List<Long> ids = ids(fields, problems);
        boolean all = fields.flag(ALL, false);
        fields.finish(Set.of());
        boolean narrowed = fields.has(CAUSE) || fields.has(COLLECTION);
        int ways = (all ? 1 : 0) + (narrowed ? 1 : 0) + (fields.has(IDS) ? 1 : 0);
        if (ways != 1 && problems.none()) {
            problems.add(
                    ways == 0 ? Code.MISSING_KEY : Code.IMPOSSIBLE_PAIR,
                    "",
                    "Choose rows by cause and collection, or by ids, or say all.");
        }
        return problems.none()
                ? new Asked.Good(new ParkedChoice(cause, collection, ids))
                : new Asked.Bad(problems.all());
    }

    private static @Nullable Code cause(Fields fields, Problems problems) {
        String written = fields.text(CAUSE);
        if (written == null) {
            return null;
        }
        String word = written.toUpperCase(Locale.ROOT);
        String text = word.startsWith("SYN-") ? word : "SYN-" + word;
        Code code =
                Arrays.stream(Code.values())
                        .filter(each -> each.text().equals(text) || each.name().equals(word))
                        .findFirst()
                        .orElse(null);
        if (code == null) {
            problems.add(
                    Code.UNKNOWN_WORD,
                    fields.pointer(CAUSE),
                    Words.quoted(written) + " is no code: write one such as SYN-5001.");
        }
        return code;
    }

    private static List<Long> ids(Fields fields, Problems problems) {
        JsonNode node = fields.node(IDS);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray() || node.isEmpty() || node.size() > IDS_MAX) {
            problems.add(
                    node.isArray() ? Code.OUT_OF_RANGE : Code.WRONG_TYPE,
                    fields.pointer(IDS),
                    "A list of 1 to " + IDS_MAX + " numbers is expected here.");
            return List.of();
        }
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            if (node.get(i).isIntegralNumber() && node.get(i).canConvertToLong()) {
                ids.add(node.get(i).longValue());
            } else {
                problems.add(
                        Code.WRONG_TYPE,
                        fields.pointer(IDS) + "/" + i,
                        "The number of a parked row is expected here.");
            }
        }
        return ids.stream().distinct().toList();
    }
}
