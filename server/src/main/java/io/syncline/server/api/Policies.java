package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.mirror.Applying;
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

    private static final String APPEND_ONLY = "append_only";
    private static final String CONTINUOUS = "continuous_verification";

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

    /** What to do when the source's tables change. */
    static SchemaChanges evolution(Fields body) {
        String word = body.word("schema_changes", List.of("follow", "ignore", "pause"));
        return word == null
                ? SchemaChanges.FOLLOW
                : SchemaChanges.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** In which order changes come to be seen at the destinations. */
    static Applying applying(Fields body) {
        String word = body.word("apply", List.of("by_key", "transactional"));
        return word == null ? Applying.BY_KEY : Applying.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * Checks the conflict policy: a mirror knows one, the source wins; and for tables whose rows
     * never change, that they do not.
     */
    static RowsParser.AppendOnly conflicts(Fields body, Problems problems) {
        RowsParser.AppendOnly none = RowsParser.AppendOnly.NONE;
        JsonNode node = body.node("conflict_resolution");
        if (node == null) {
            return none;
        }
        if (node.isString()) {
            return new RowsParser.AppendOnly(
                    strategy(body, "conflict_resolution", problems), List.of());
        }
        Fields fields = body.object("conflict_resolution");
        boolean all = strategy(fields, "strategy", problems);
        JsonNode wanted = fields.node(APPEND_ONLY);
        List<String> tables = List.of();
        if (wanted != null && wanted.isBoolean()) {
            all |= wanted.booleanValue();
        } else if (wanted != null) {
            List<String> named = fields.texts(APPEND_ONLY);
            tables = named == null ? tables : named;
        }
        fields.finish(Set.of("custom_rules", "threshold", "confidence", "priority", "rules"));
        return new RowsParser.AppendOnly(all, tables);
    }

    /** Whether it is append_only. */
    private static boolean strategy(Fields fields, String key, Problems problems) {
        String written = fields.text(key);
        if (written == null) {
            return false;
        }
        String word = Words.snake(written);
        if (word.equals(APPEND_ONLY)) {
            return true;
        }
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
        return false;
    }

    /**
     * What is looked at beside moving rows, from the body's {@code validation}.
     *
     * @param standard what holds where nothing is said
     */
    static Checks checks(Fields validation, Checks standard, boolean twoWay, Problems problems) {
        return new Checks(
                validation.flag("schema_validation", standard.schema()),
                validation.flag("checksum_verification", standard.checksums()),
                continuous(validation, standard.continuous(), twoWay, problems));
    }

    private static Checks.@Nullable Continuous continuous(
            Fields validation,
            Checks.@Nullable Continuous standard,
            boolean twoWay,
            Problems problems) {
        if (Limits.off(validation.node(CONTINUOUS))) {
            return null;
        }
        if (!validation.has(CONTINUOUS)) {
            return standard;
        }
        if (!twoWay) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    validation.pointer(CONTINUOUS),
                    "The key "
                            + CONTINUOUS
                            + " is for syncs that go both ways; one of one way that runs all the"
                            + " time compares at the times of its schedule.");
        }
        Checks.Continuous otherwise = standard == null ? Checks.Continuous.standard() : standard;
        Fields fields = validation.object(CONTINUOUS);
        Integer rows = fields.whole("rows_per_second", 1, Checks.Continuous.ROWS_MAX);
        Duration every = fields.span("every", otherwise.every());
        fields.finish(Set.of());
        return new Checks.Continuous(rows == null ? otherwise.rowsPerSecond() : rows, every);
    }

    /** References are the destinations' to check; a note says what that leaves. */
    static void references(Fields validation, List<String> notes) {
        if (validation.flag("referential_integrity", false)) {
            notes.add(
                    "referential_integrity holds where a destination has foreign keys: rows whose"
                            + " parents are missing are tried again and parked. References that no"
                            + " foreign key declares are not looked up.");
        }
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
