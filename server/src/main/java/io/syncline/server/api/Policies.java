package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.Checks;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the parts of a body that say how, not what: retries, conflicts, checks, workers. */
final class Policies {
    /** A run asks for more often than this only by mistake. */
    private static final int RETRIES_MAX = 1000;

    /** The most that can be written down as a count of workers. */
    private static final int WORKERS_WRITTEN_MAX = 1024;

    private static final Set<String> STRATEGIES_NOT_BUILT =
            Set.of(
                    "last_write_wins",
                    "first_write_wins",
                    "destination_wins",
                    "manual_review",
                    "merge",
                    "lowest_wins",
                    "highest_wins",
                    "custom",
                    "timestamp_wins",
                    "majority_wins");

    private Policies() {}

    /** The retry policy; the standard one if none is given. */
    static RetryPolicy retry(Fields body) {
        RetryPolicy standard = RetryPolicy.standard();
        if (!body.has("retry_policy")) {
            body.node("retry_policy");
            return standard;
        }
        Fields fields = body.object("retry_policy");
        Integer retries = fields.whole("max_retries", -1, RETRIES_MAX);
        String backoff = fields.word("backoff_strategy", List.of("exponential", "linear", "fixed"));
        Duration first = fields.span("initial_backoff", standard.first());
        Duration longest = fields.span("max_backoff", standard.longest());
        fields.finish(Set.of());
        return new RetryPolicy(
                retries == null ? standard.retriesMax() : retries,
                backoff == null
                        ? standard.backoff()
                        : RetryPolicy.Backoff.valueOf(backoff.toUpperCase(Locale.ROOT)),
                first,
                longest.compareTo(first) < 0 ? first : longest);
    }

    /** What to do with rows that are there. */
    static ExistingData existing(Fields body) {
        String word = body.word("existing_data", List.of("refuse", "adopt", "fill"));
        return word == null
                ? ExistingData.REFUSE
                : ExistingData.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Checks the conflict policy: a mirror knows one, the source wins. */
    static void conflicts(Fields body, Problems problems) {
        JsonNode node = body.node("conflict_resolution");
        if (node == null) {
            return;
        }
        if (node.isString()) {
            strategy(body, "conflict_resolution", problems);
            return;
        }
        Fields fields = body.object("conflict_resolution");
        strategy(fields, "strategy", problems);
        fields.finish(Set.of("custom_rules", "threshold", "confidence", "priority", "rules"));
    }

    private static void strategy(Fields fields, String key, Problems problems) {
        String written = fields.text(key);
        if (written == null) {
            return;
        }
        String word = Words.snake(written);
        if (STRATEGIES_NOT_BUILT.contains(word)) {
            problems.add(
                    Code.NOT_BUILT,
                    fields.pointer(key),
                    "The strategy " + word + " is understood, but not built yet.");
        } else if (!word.equals("source_wins")) {
            problems.add(
                    Code.UNKNOWN_WORD,
                    fields.pointer(key),
                    Words.quoted(written)
                            + " is no strategy; source_wins is what a mirror does."
                            + Words.didYouMean(word, STRATEGIES_NOT_BUILT));
        }
    }

    /** What is looked at beside moving rows. */
    static Checks checks(Fields body) {
        Checks standard = Checks.standard();
        if (!body.has("validation")) {
            body.node("validation");
            return standard;
        }
        Fields fields = body.object("validation");
        boolean schema = fields.flag("schema_validation", standard.schema());
        boolean checksums = fields.flag("checksum_verification", standard.checksums());
        fields.finish(Set.of("referential_integrity", "business_rule_validation"));
        return new Checks(schema, checksums);
    }

    /**
     * How many workers, or null if nobody said; more than the cap become the cap, with a note.
     *
     * @param notes where the note goes
     */
    static @Nullable Integer workers(Fields fields, List<String> notes) {
        Integer workers = fields.whole("parallel_workers", 1, WORKERS_WRITTEN_MAX);
        if (workers != null && workers > SyncDefinition.WORKERS_MAX) {
            notes.add(
                    "parallel_workers is "
                            + SyncDefinition.WORKERS_MAX
                            + ", the most there can be.");
            return SyncDefinition.WORKERS_MAX;
        }
        return workers;
    }
}
