package io.syncline.store;

import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.gather.GatherTerms;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FurtherSource;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.Performance;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.Schedule;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Wording;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a sync's definition rests: JSON of version 1, with every value of its endpoints' settings
 * sealed for the sync and the setting's place. Safe for use by several threads.
 *
 * @param sealing what seals and opens
 */
record Definitions(Sealing sealing) {
    private static final long VERSION = 1;

    /** The text of a definition; no setting's value can be read in it. */
    String text(SyncDefinition definition) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("v", VERSION);
        json.put("id", definition.id());
        json.put("name", definition.name());
        json.put("direction", definition.direction().name());
        json.put("mode", definition.mode().name());
        json.put("source", endpoint(definition.id(), "source", definition.source()));
        List<@Nullable Object> destinations = new ArrayList<>();
        for (int i = 0; i < definition.destinations().size(); i++) {
            destinations.add(
                    endpoint(definition.id(), destination(i), definition.destinations().get(i)));
        }
        json.put("destinations", destinations);
        List<@Nullable Object> further = new ArrayList<>();
        for (FurtherSource each : definition.further()) {
            Map<String, @Nullable Object> source = new LinkedHashMap<>();
            String role = further(further.size());
            source.put("endpoint", endpoint(definition.id(), role, each.endpoint()));
            source.put("tables", each.tables());
            source.put("collections", each.collections());
            further.add(source);
        }
        json.put("further", further);
        json.put("tables", definition.tables());
        json.put("collections", definition.collections());
        Schedule schedule = definition.schedule();
        json.put(
                "schedule",
                schedule == null
                        ? null
                        : Map.of("cron", schedule.cron(), "zone", schedule.zone().getId()));
        json.put("retry", retry(definition.retry()));
        json.put("workers", definition.workers());
        json.put("existing", definition.existing().name());
        json.put("checks", ChecksText.of(definition.options().checks()));
        json.put("evolution", definition.options().evolution().name());
        json.put("applying", definition.options().applying().name());
        json.put("performance", performance(definition.options().performance()));
        json.put("guards", GuardsText.write(definition.options().guards()));
        json.put("shape", ShapeText.write(definition.options().shape(), definition.id(), sealing));
        json.put("merging", MergingText.write(definition.options().merging()));
        json.put("gathering", gathering(definition.options().gathering()));
        Map<String, @Nullable Object> wording = new LinkedHashMap<>();
        wording.put("type", definition.wording().type());
        wording.put("mode", definition.wording().mode());
        json.put("wording", wording);
        json.put("createdMillis", definition.createdMillis());
        return JsonText.write(json);
    }

    private Map<String, Object> endpoint(String syncId, String role, EndpointSpec spec) {
        Map<String, Object> settings = new TreeMap<>();
        spec.settings()
                .forEach(
                        (name, value) ->
                                settings.put(name, sealing.seal(syncId, role + "." + name, value)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", spec.name());
        json.put("type", spec.type());
        json.put("settings", settings);
        return json;
    }

    private static Map<String, Object> retry(RetryPolicy retry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("retriesMax", retry.retriesMax());
        json.put("backoff", retry.backoff().name());
        json.put("first", retry.first().toString());
        json.put("longest", retry.longest().toString());
        return json;
    }

    /**
     * The definition of a text.
     *
     * @throws io.syncline.core.endpoint.EndpointException WRONG_MASTER_KEY if its settings do not
     *     open
     * @throws IllegalArgumentException if no writer made it
     */
    SyncDefinition definition(String text) {
        Part json = new Part(JsonText.read(text));
        if (json.number("v") != VERSION) {
            throw new IllegalArgumentException("A sync's definition of an unknown version");
        }
        String id = json.text("id");
        List<EndpointSpec> destinations = new ArrayList<>();
        for (Object each : json.list("destinations")) {
            destinations.add(endpoint(id, destination(destinations.size()), Part.of(each)));
        }
        Object schedule = json.members().get("schedule");
        return new SyncDefinition(
                id,
                json.text("name"),
                Direction.valueOf(json.text("direction")),
                Mode.valueOf(json.text("mode")),
                endpoint(id, "source", json.part("source")),
                further(id, json.members().get("further")),
                destinations,
                json.texts("tables"),
                json.texts("collections"),
                schedule == null ? null : schedule(Part.of(schedule)),
                retry(json.part("retry")),
                Math.toIntExact(json.number("workers")),
                ExistingData.valueOf(json.text("existing")),
                new Options(
                        ChecksText.read(json.members().get("checks")),
                        GuardsText.read(json.members().get("guards")),
                        ShapeText.read(json.members().get("shape"), id, sealing),
                        evolution(json.members().get("evolution")),
                        performance(json.members().get("performance")),
                        applying(json.members().get("applying")),
                        MergingText.read(json.members().get("merging")),
                        gathering(json.members().get("gathering"))),
                wording(json.members().get("wording")),
                json.number("createdMillis"));
    }

    /** Definitions of before there were stars have none. */
    private List<FurtherSource> further(String id, @Nullable Object json) {
        List<FurtherSource> further = new ArrayList<>();
        for (Object each : json instanceof List<?> sources ? sources : List.of()) {
            Part source = Part.of(each);
            further.add(
                    new FurtherSource(
                            endpoint(id, further(further.size()), source.part("endpoint")),
                            source.texts("tables"),
                            source.texts("collections")));
        }
        return further;
    }

    private EndpointSpec endpoint(String syncId, String role, Part json) {
        Part sealed = json.part("settings");
        Map<String, String> settings = new TreeMap<>();
        for (Object each : sealed.members().keySet()) {
            String name = (String) each;
            settings.put(name, sealing.open(syncId, role + "." + name, sealed.text(name)));
        }
        return new EndpointSpec(json.text("name"), json.text("type"), settings);
    }

    private static Schedule schedule(Part json) {
        return new Schedule(json.text("cron"), ZoneId.of(json.text("zone")));
    }

    private static RetryPolicy retry(Part json) {
        return new RetryPolicy(
                Math.toIntExact(json.number("retriesMax")),
                RetryPolicy.Backoff.valueOf(json.text("backoff")),
                Duration.parse(json.text("first")),
                Duration.parse(json.text("longest")));
    }

    /** Definitions of the first days had no word for it. */
    private static SchemaChanges evolution(@Nullable Object json) {
        return json instanceof String word ? SchemaChanges.valueOf(word) : SchemaChanges.FOLLOW;
    }

    /** Definitions of the first days had no word for it. */
    private static Applying applying(@Nullable Object json) {
        return json instanceof String word ? Applying.valueOf(word) : Applying.BY_KEY;
    }

    private static Map<String, Object> gathering(GatherTerms terms) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("confirmations", terms.confirmations());
        json.put("origins", terms.origins());
        return json;
    }

    /** Definitions of before rows were gathered have none. */
    private static GatherTerms gathering(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> members)) {
            return GatherTerms.NONE;
        }
        Part part = new Part(members);
        return new GatherTerms(
                Math.toIntExact(part.number("confirmations")), part.kept("origins", Boolean.class));
    }

    private static Map<String, @Nullable Object> performance(Performance use) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("batchSize", use.batchSize());
        json.put("compression", use.compression());
        json.put("pooling", use.pooling());
        json.put("timeout", use.timeout() == null ? null : use.timeout().toString());
        return json;
    }

    /** Definitions of the first days had the standard one. */
    private static Performance performance(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> members)) {
            return Performance.standard();
        }
        Part part = new Part(members);
        return new Performance(
                Math.toIntExact(part.number("batchSize")),
                part.kept("compression", Boolean.class),
                part.kept("pooling", Boolean.class),
                members.get("timeout") instanceof String text ? Duration.parse(text) : null);
    }

    private static Wording wording(@Nullable Object json) {
        return json instanceof Map<?, ?> words
                ? new Wording((String) words.get("type"), (String) words.get("mode"))
                : Wording.none();
    }

    private static String further(int index) {
        return "further[" + index + "]";
    }

    private static String destination(int index) {
        return "destinations[" + index + "]";
    }
}
