package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Secret;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.gather.GatherTerms;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Registry;
import io.syncline.engine.sync.Checks;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.Schedule;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.server.config.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the body that configures a sync. Pure but for the references, which it looks up. Safe for
 * use by several threads.
 */
public final class SyncParser {
    private static final int WORKERS = 4;
    private static final String CHECK_FIRST = "validate_before_sync";
    private static final int NAME_LENGTH_MAX = 200;
    private static final Pattern ENDPOINT_NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    /** Understood and refused, until they do something. */
    static final Set<String> NOT_BUILT =
            Set.of(
                    "alerting",
                    "alerts",
                    "audit_compliance",
                    "batch_size",
                    "compression",
                    "conflict_threshold",
                    "custom_rules",
                    "encryption",
                    "enable_compression",
                    "mapping",
                    "mappings",
                    "monitoring",
                    "notifications",
                    "optimization",
                    "priority",
                    "rate_limit",
                    "security",
                    "tags",
                    "transformations",
                    "verification",
                    "webhooks");

    private final Connectors connectors;
    private final Registry registry;
    private final References references;
    private final Supplier<Secret> secrets;

    /**
     * A parser that knows these connectors and looks references up here; no endpoint has a name.
     *
     * @param secrets makes a new sync's secret for hashes
     */
    public SyncParser(Connectors connectors, References references, Supplier<Secret> secrets) {
        this(connectors, new MemoryStore().registry(), references, secrets);
    }

    /**
     * A parser that knows these connectors and endpoints, and looks references up here.
     *
     * @param secrets makes a new sync's secret for hashes
     */
    public SyncParser(
            Connectors connectors,
            Registry registry,
            References references,
            Supplier<Secret> secrets) {
        this.connectors = connectors;
        this.registry = registry;
        this.references = references;
        this.secrets = secrets;
    }

    /** What a body that describes an endpoint came to. */
    public sealed interface Read {
        /** It can be kept, as far as the words go. */
        record Good(EndpointSpec spec) implements Read {}

        /** It cannot; all that is wrong. */
        record Bad(List<Problem> problems) implements Read {
            /** Copies the list. */
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    /** What an end with a name of its own in the store stands for. */
    EndpointSpec resolved(EndpointSpec spec) {
        return connectors.naming(registry).resolved(spec);
    }

    /** The same rules, with a new secret for hashes if they need one and have none. */
    ShapeRules sealed(ShapeRules shape) {
        return shape.lacksSecret() ? shape.with(secrets.get()) : shape;
    }

    /** Reads a body that describes an endpoint of this name. */
    Read endpoint(@Nullable JsonNode body, String name) {
        Problems problems = new Problems();
        if (!ENDPOINT_NAME.matcher(name).matches()) {
            problems.add(
                    Code.BAD_NAME,
                    "",
                    "An endpoint's name has letters, digits, - and _, at most 63 of them.");
        }
        Fields fields = Fields.of(body, "", problems);
        if (body == null || !body.isObject()) {
            return new Read.Bad(problems.all());
        }
        EndpointSpec spec =
                new EndpointParser(connectors, new MemoryStore().registry(), references, problems)
                        .parse(fields, name);
        if (spec != null) {
            fields.finish(Set.of());
        }
        return spec == null || !problems.none()
                ? new Read.Bad(problems.all())
                : new Read.Good(new EndpointSpec(name, spec.type(), spec.settings()));
    }

    /** Reads a body; the sync gets this id and this time. */
    public Wanted parse(JsonNode body, String id, long nowMillis) {
        Problems problems = new Problems();
        Fields fields = Fields.of(body, "", problems);
        if (!body.isObject()) {
            return new Wanted.Bad(problems.all());
        }
        String name = fields.required("name");
        if (name != null && name.length() > NAME_LENGTH_MAX) {
            problems.add(
                    Code.BAD_NAME,
                    fields.pointer("name"),
                    "A name has at most " + NAME_LENGTH_MAX + " characters.");
        }
        Intent intent = new IntentParser(problems).parse(fields);
        Schedule schedule = Cron.parse(fields, problems);
        if (intent.mode() == Mode.SCHEDULED && !fields.has("schedule")) {
            fields.required("schedule");
        }
        SidesParser.Sides sides =
                new SidesParser(
                                new EndpointParser(connectors, registry, references, problems),
                                problems)
                        .parse(fields, intent);
        RetryPolicy retry = Policies.retry(fields);
        ExistingData existing = Policies.existing(fields);
        boolean twoWay = intent.twoWay();
        Merging merging = new MergingParser(sides, problems).parse(fields, intent);
        RowsParser.AppendOnly appendOnly =
                twoWay || intent.merges()
                        ? RowsParser.AppendOnly.NONE
                        : Policies.conflicts(fields, problems);
        GatherTerms gathering =
                intent.merges()
                        ? new GatheringParser(sides, problems).parse(fields)
                        : GatherTerms.NONE;
        Fields validation = fields.object("validation");
        Checks checks = Policies.checks(validation, Checks.standard(), twoWay, problems);
        SchemaChanges evolution = Policies.evolution(fields);
        Applying applying = Policies.applying(fields);
        List<String> notes = new ArrayList<>();
        int legs = Math.max(sides.destinations().size(), 1 + sides.further().size());
        ShapeRules read = sides.rows().rules(fields, validation, appendOnly);
        boolean star = twoWay && !sides.further().isEmpty();
        ShapeRules shape = star ? StarParser.spread(read, legs) : read;
        Policies.references(validation, notes);
        validation.finish(Set.of());
        Guards guards = GuardsParser.parse(fields, problems, sides.tolerance());
        Replication.parse(fields, problems);
        PerformanceParser.Read performance = PerformanceParser.parse(fields, notes, problems);
        Run run = run(fields, twoWay ? ExistingData.FILL : existing, notes, problems);
        fields.finish(NOT_BUILT);
        EndpointSpec source = sides.source();
        if (!problems.none() || source == null || name == null) {
            return new Wanted.Bad(problems.all());
        }
        SyncDefinition definition =
                new SyncDefinition(
                        id,
                        name.strip(),
                        intent.direction(),
                        intent.mode(),
                        source,
                        sides.further(),
                        sides.destinations(),
                        sides.tables(),
                        sides.collections(),
                        schedule,
                        retry,
                        run.workers(performance.workers()),
                        existing,
                        new Options(
                                checks,
                                guards,
                                sealed(shape),
                                evolution,
                                performance.use(),
                                applying,
                                merging,
                                gathering),
                        intent.wording(),
                        nowMillis);
        PerformanceParser.note(performance.use(), definition.ends().stream(), connectors, notes);
        return new Wanted.Good(definition, run.dryRun(), run.checkFirst(), sides.places(), notes);
    }

    private record Run(boolean dryRun, boolean checkFirst, @Nullable Integer asked) {
        /** How many work; what stands among the options goes before what stands elsewhere. */
        int workers(@Nullable Integer elsewhere) {
            Integer workers = asked == null ? elsewhere : asked;
            return workers == null ? WORKERS : workers;
        }
    }

    /** The options stand in an object of their own, or beside everything else. */
    private static Run run(
            Fields body, ExistingData existing, List<String> notes, Problems problems) {
        boolean dryRun = body.flag("dry_run", false);
        boolean checkFirst = body.flag(CHECK_FIRST, true);
        String place = body.pointer(CHECK_FIRST);
        @Nullable Integer workers = Policies.workers(body, notes);
        if (body.has("options")) {
            Fields fields = body.object("options");
            dryRun = fields.flag("dry_run", dryRun);
            checkFirst = fields.flag(CHECK_FIRST, checkFirst);
            place = fields.has(CHECK_FIRST) ? fields.pointer(CHECK_FIRST) : place;
            Integer inner = Policies.workers(fields, notes);
            workers = inner == null ? workers : inner;
            fields.finish(Set.of("priority", "batch_size", "compression"));
        } else {
            body.node("options");
        }
        if (!checkFirst && !dryRun && existing == ExistingData.REFUSE) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    place,
                    "Rows at a destination can be refused only by looking first: say by"
                            + " existing_data what shall become of them.");
        }
        return new Run(dryRun, checkFirst, workers);
    }
}
