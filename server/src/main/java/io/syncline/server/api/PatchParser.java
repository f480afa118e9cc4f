package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.Schedule;
import io.syncline.engine.sync.SyncDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the body that changes a part of a sync. What it does not name stays as it is. Pure. */
final class PatchParser {
    /** What makes a sync the one it is. */
    static final Set<String> FIXED = Set.of("type", "mode", "existing_data", "conflict_resolution");

    /** Understood and refused, until they do something. */
    private static final Set<String> NOT_BUILT = Set.of("mapping", "mappings", "transformations");

    private static final String TABLES = "tables";
    private static final String ADDED = "add_tables";
    private static final String REMOVED = "remove_tables";

    private PatchParser() {}

    /** What was understood. */
    sealed interface Asked {
        /** A definition in place of the one there was, and what was understood differently. */
        record Good(SyncDefinition definition, boolean dryRun, List<String> notes)
                implements Asked {}

        /** All that is wrong. */
        record Bad(List<Problem> problems) implements Asked {}
    }

    /**
     * Reads a body.
     *
     * @param sealed gives rules a secret for hashes that need one and have none
     */
    static Asked parse(
            @Nullable JsonNode body, SyncDefinition now, UnaryOperator<ShapeRules> sealed) {
        Problems problems = new Problems();
        List<String> notes = new ArrayList<>();
        Fields fields = Fields.of(body, "", problems);
        for (String key : FIXED) {
            if (fields.node(key) != null) {
                problems.add(
                        Code.FIXED,
                        fields.pointer(key),
                        "The key " + key + " cannot be changed while the sync is kept.");
            }
        }
        String name = fields.has("name") ? fields.required("name") : now.name();
        List<String> tables = tables(fields, now, problems);
        Schedule schedule =
                fields.has("schedule") || fields.has("timezone")
                        ? Cron.parse(fields, problems)
                        : cleared(fields, now);
        Integer workers = Policies.workers(fields, notes);
        Options options = now.options();
        if (fields.has("schema_changes")) {
            options = options.with(Policies.evolution(fields));
        }
        if (fields.has("guards")) {
            options =
                    options.with(
                            GuardsParser.parse(fields, problems, options.guards().lagTolerance()));
        }
        Fields validation = fields.object("validation");
        boolean twoWay = now.direction() == Direction.BI_DIRECTIONAL;
        options = options.with(Policies.checks(validation, options.checks(), twoWay, problems));
        ShapeRules read = new RowsPatch(now, tables, problems).parse(fields, validation);
        ShapeRules shape = now.further().isEmpty() ? read : several(read, now, problems);
        Policies.references(validation, notes);
        validation.finish(Set.of());
        options = options.with(sealed.apply(shape));
        boolean retries = fields.has("retry_policy");
        SyncDefinition definition =
                new SyncDefinition(
                        now.id(),
                        name == null ? now.name() : name.strip(),
                        now.direction(),
                        now.mode(),
                        now.source(),
                        now.further(),
                        now.destinations(),
                        tables,
                        now.collections(),
                        schedule,
                        retries ? Policies.retry(fields) : now.retry(),
                        workers == null ? now.workers() : workers,
                        now.existing(),
                        options,
                        now.wording(),
                        now.createdMillis());
        boolean dryRun = fields.flag("dry_run", false);
        fields.finish(NOT_BUILT);
        return problems.none()
                ? new Asked.Good(definition, dryRun, notes)
                : new Asked.Bad(problems.all());
    }

    /** Those of several sources stay as they are where each may have its own. */
    private static ShapeRules several(ShapeRules read, SyncDefinition now, Problems problems) {
        ShapeRules before = now.options().shape();
        if (!now.gathers()) {
            return StarParser.spread(read, now.legs().size());
        }
        if (!read.equals(before)) {
            problems.add(
                    Code.FIXED,
                    "",
                    "What becomes of the rows of several sources cannot be changed.");
        }
        return before;
    }

    /** A schedule that is null is taken away, where the sync can do without. */
    private static @Nullable Schedule cleared(Fields fields, SyncDefinition now) {
        fields.node("schedule");
        fields.node("timezone");
        return now.schedule();
    }

    private static List<String> tables(Fields fields, SyncDefinition now, Problems problems) {
        List<String> all = fields.texts(TABLES);
        List<String> added = fields.texts(ADDED);
        List<String> removed = fields.texts(REMOVED);
        if (all == null && added == null && removed == null) {
            return now.tables();
        }
        String key = all != null ? TABLES : added != null ? ADDED : REMOVED;
        if (!now.further().isEmpty()) {
            problems.add(
                    Code.FIXED,
                    fields.pointer(key),
                    "The tables of several sources cannot be changed.");
        } else if (!now.collections().isEmpty()) {
            problems.add(
                    Code.FIXED,
                    fields.pointer(key),
                    "Tables that are paired with collections cannot be changed.");
        } else if (all == null && now.tables().isEmpty()) {
            problems.add(
                    Code.FIXED,
                    fields.pointer(key),
                    "The sync copies all tables: name those it is to copy by tables.");
        }
        Set<String> wanted = new LinkedHashSet<>(all == null ? now.tables() : all);
        wanted.addAll(added == null ? List.of() : added);
        for (String name : removed == null ? List.<String>of() : removed) {
            if (!wanted.remove(name)) {
                problems.add(
                        Code.UNKNOWN_COLLECTION,
                        fields.pointer(REMOVED),
                        "The sync has no table " + Words.quoted(name) + ".");
            }
        }
        if (wanted.isEmpty() && all == null) {
            problems.add(Code.FIXED, fields.pointer(key), "A sync copies a table at least.");
            return now.tables();
        }
        return List.copyOf(wanted);
    }
}
