package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the body that triggers a run. Pure. */
final class TriggerParser {
    private static final List<String> TYPES = List.of("incremental", "full", "batch");
    private static final List<String> PRIORITIES = List.of("low", "normal", "high", "critical");

    private TriggerParser() {}

    /** What a body came to. */
    sealed interface Asked {
        /** A run, and what was understood differently. */
        record Good(Trigger trigger, String type, List<String> notes) implements Asked {}

        /** All that is wrong. */
        record Bad(List<Problem> problems) implements Asked {}
    }

    /** Reads a body; null stands for an empty one: an incremental run. */
    static Asked parse(@Nullable JsonNode body) {
        Problems problems = new Problems();
        List<String> notes = new ArrayList<>();
        if (body == null) {
            return new Asked.Good(
                    new Trigger(false, false, false, null, Trigger.Priority.NORMAL),
                    "incremental",
                    notes);
        }
        Fields fields = Fields.of(body, "", problems);
        String type = fields.word("type", TYPES);
        Trigger.Priority priority = priority(fields, Trigger.Priority.NORMAL);
        boolean dryRun = fields.flag("dry_run", false);
        boolean validate = fields.flag("validate_before_sync", false);
        Integer workers = Policies.workers(fields, notes);
        if (fields.has("options")) {
            Fields options = fields.object("options");
            dryRun = options.flag("dry_run", dryRun);
            validate = options.flag("validate_before_sync", validate);
            Integer inner = Policies.workers(options, notes);
            workers = inner == null ? workers : inner;
            priority = priority(options, priority);
            options.finish(Set.of("batch_size", "tables", "timeout"));
        } else {
            fields.node("options");
        }
        fields.finish(Set.of("tables", "filters", "timeout"));
        if (!problems.none()) {
            return new Asked.Bad(problems.all());
        }
        String word = type == null ? "incremental" : type;
        boolean full = !word.equals("incremental");
        return new Asked.Good(
                new Trigger(full, dryRun, validate, workers, priority),
                full ? "full" : "incremental",
                notes);
    }

    private static Trigger.Priority priority(Fields fields, Trigger.Priority otherwise) {
        String word = fields.word("priority", PRIORITIES);
        return word == null ? otherwise : Trigger.Priority.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** A body that no call takes anything from; what stands in it is a problem. */
    static List<Problem> nothing(@Nullable JsonNode body) {
        Problems problems = new Problems();
        if (body != null) {
            Fields.of(body, "", problems).finish(Set.of());
        }
        return problems.all();
    }

    /** The code of a body that is not JSON. */
    static Problem notJson(String where) {
        return new Problem(Code.BAD_JSON, "", "The body is not JSON" + where + ".");
    }
}
