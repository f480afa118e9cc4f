package io.syncline.server.api;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Finding;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.sync.Check;
import io.syncline.engine.sync.Checks;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Leg;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.Performance;
import io.syncline.engine.sync.Route;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what is known in the words of the interface: snake_case, UTC, and never a secret. */
final class Views {
    private Views() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A time as ISO-8601 in UTC; null for 0. */
    static @Nullable String time(long millis) {
        return millis == 0
                ? null
                : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Type and mode in the person's own words, and what they mean in one form. */
    static void intent(ObjectNode into, SyncDefinition definition) {
        String type = definition.wording().type();
        String mode = definition.wording().mode();
        into.put("type", type == null ? word(definition.direction()) : type);
        into.put("mode", mode == null ? word(definition.mode()) : mode);
        into.putObject("normalized")
                .put("direction", word(definition.direction()))
                .put("mode", word(definition.mode()))
                .put("scope", definition.mode() == Mode.BATCH ? "full" : "incremental")
                .put(
                        "topology",
                        !definition.further().isEmpty()
                                ? "many_to_one"
                                : definition.destinations().size() == 1
                                        ? "one_to_one"
                                        : "one_to_many");
    }

    /** The whole definition, as it may be shown. */
    static void definition(ObjectNode into, SyncDefinition definition) {
        end(into.putObject("source"), definition.source(), definition);
        if (!definition.further().isEmpty()) {
            sources(into.putArray("sources"), definition);
        }
        ArrayNode destinations = into.putArray("destinations");
        definition.destinations().forEach(spec -> end(destinations.addObject(), spec, definition));
        if (definition.tables().isEmpty()) {
            into.put("tables", "all");
        } else {
            texts(into.putArray("tables"), definition.tables());
        }
        texts(into.putArray("collections"), definition.collections());
        into.put("schedule", definition.schedule() == null ? null : definition.schedule().cron());
        into.put(
                "timezone",
                definition.schedule() == null ? null : definition.schedule().zone().getId());
        into.putObject("retry_policy")
                .put("max_retries", definition.retry().retriesMax())
                .put("backoff_strategy", word(definition.retry().backoff()))
                .put("initial_backoff", Spans.text(definition.retry().first()))
                .put("max_backoff", Spans.text(definition.retry().longest()));
        merging(into, definition);
        checks(into.putObject("validation"), definition);
        GuardsView.write(into.putObject("guards"), definition.options().guards());
        into.put("schema_changes", word(definition.options().evolution()));
        into.put("apply", word(definition.options().applying()));
        performance(into.putObject("performance"), definition);
        into.put("existing_data", word(definition.existing()));
        into.put("parallel_workers", definition.workers());
        into.put("created_at", time(definition.createdMillis()));
    }

    private static void sources(ArrayNode into, SyncDefinition definition) {
        List<String> ranking = definition.options().merging().ranking();
        for (Leg leg : definition.legs()) {
            ObjectNode source = into.addObject();
            end(source, leg.source(), definition);
            texts(source.putArray("tables"), leg.tables());
            texts(source.putArray("collections"), leg.collections());
            int rank = ranking.indexOf(leg.source().name());
            source.put("priority", rank < 0 ? null : Integer.valueOf(rank + 1));
        }
    }

    private static void checks(ObjectNode into, SyncDefinition definition) {
        Checks checks = definition.options().checks();
        into.put("schema_validation", checks.schema());
        into.put("checksum_verification", checks.checksums());
        Checks.Continuous continuous = checks.continuous();
        if (definition.direction() == Direction.ONE_WAY || continuous == null) {
            into.put("continuous_verification", "off");
        } else {
            into.putObject("continuous_verification")
                    .put("rows_per_second", continuous.rowsPerSecond())
                    .put("every", Spans.text(continuous.every()));
        }
    }

    private static void merging(ObjectNode into, SyncDefinition definition) {
        if (definition.gathers()) {
            GatheringParser.show(into, definition.options().gathering());
            return;
        }
        if (definition.direction() == Direction.ONE_WAY) {
            into.put("conflict_resolution", "source_wins");
            return;
        }
        Merging merging = definition.options().merging();
        ObjectNode rules = into.putObject("conflict_resolution");
        rules.setAll((ObjectNode) Json.node(merging.standard().tree()));
        ObjectNode collections = rules.putObject("collections");
        merging.collections().forEach((name, own) -> collections.set(name, Json.node(own.tree())));
        rules.set("review", ReviewTermsView.of(merging.review()));
        rules.put("manual_review_threshold", merging.review().conflictShareMost());
        into.putObject("initial_load")
                .put("policy", word(merging.initial()))
                .put("field", merging.newestBy());
        into.put("allow_precision_loss", merging.rounding());
        LinksParser.show(into, merging.links());
    }

    private static void performance(ObjectNode into, SyncDefinition definition) {
        Performance use = definition.options().performance();
        into.put("batch_size", use.batchSize())
                .put("parallel_workers", definition.workers())
                .put("compression_enabled", use.compression())
                .put("connection_pooling", use.pooling())
                .put("timeout", use.timeout() == null ? null : Spans.text(use.timeout()));
    }

    private static void end(ObjectNode into, EndpointSpec spec, SyncDefinition definition) {
        endpoint(into, spec);
        Conventions expected = definition.options().merging().conventions().get(spec.name());
        if (expected != null) {
            ConventionsView.write(into, expected);
        }
    }

    private static void endpoint(ObjectNode into, EndpointSpec spec) {
        Place place = Place.of(spec.settings());
        into.put("name", spec.name());
        into.put("type", spec.type());
        into.put("endpoint", spec.reference());
        into.put("host", place.host());
        into.put("database", place.database());
    }

    static void texts(ArrayNode into, Collection<String> texts) {
        texts.forEach(into::add);
    }

    /** What a check found and would do. */
    static void check(ObjectNode into, Check check) {
        ArrayNode findings = into.putArray("findings");
        for (Check.Noted noted : check.noted()) {
            Finding finding = noted.finding();
            findings.addObject()
                    .put("severity", word(finding.severity()))
                    .put("code", finding.code().text())
                    .put("name", finding.code().name())
                    .put("subject", finding.subject())
                    .put("message", finding.message())
                    .put("remedy", finding.remedy());
        }
    }

    /** What would be done, had it been asked for in earnest. */
    static void would(ObjectNode into, Check check) {
        ObjectNode would = into.putObject("would");
        texts(would.putArray("actions"), check.actions());
        ArrayNode tables = would.putArray("tables");
        for (Route route : check.tables()) {
            tables.addObject().put("source", route.source()).put("target", route.target());
        }
        would.put("rows_estimate", check.rowsEstimate());
    }

    /** What a comparison found, without the keys that differ. */
    static void found(ObjectNode into, Verification found) {
        into.put("source", found.source());
        into.put("destination", found.destination());
        into.put("equal", found.equal());
        into.put("tables", found.tables());
        into.put("rows", found.rows());
        into.put("differing", found.differing());
        into.put("waiting", found.waiting());
        into.put("position", found.places().source());
        into.put("destination_position", found.places().target());
        into.put("digest", found.digest());
        into.put("quiet", found.quiet());
        into.put("began_at", time(found.beganMillis()));
        into.put("completed_at", time(found.millis()));
    }

    static void verification(ObjectNode into, Verification found) {
        found(into, found);
        ArrayNode differences = into.putArray("differences");
        for (Verification.Difference difference : found.differences()) {
            ObjectNode node = differences.addObject();
            node.put("table", difference.table());
            node.put("key", difference.key());
            node.put("kind", word(difference.kind()));
            texts(node.putArray("fields"), difference.fields());
        }
    }

    static void parked(ObjectNode into, Parked parked) {
        into.put("id", parked.id());
        into.put("destination", parked.flow());
        into.put("table", parked.change().id().collection());
        ArrayNode key = into.putArray("key");
        parked.change().id().key().forEach(value -> key.add(text(value)));
        into.put("operation", parked.change().op().name());
        into.put("code", parked.code().text());
        into.put("reason", parked.detail());
        into.put("parked_at", time(parked.millis()));
        Row row = parked.change().after().row();
        ObjectNode known = into.putObject("row");
        for (int i = 0; row != null && i < row.header().size(); i++) {
            known.put(row.header().names().get(i), text(row.at(i)));
        }
    }

    static @Nullable String text(Value value) {
        return switch (value) {
            case Value.Null _ -> null;
            case Value.Bool(boolean truth) -> Boolean.toString(truth);
            case Value.Int(long number) -> Long.toString(number);
            case Value.Decimal(java.math.BigDecimal number) -> number.toPlainString();
            case Value.Real(double number) -> Double.toString(number);
            case Value.Text(String text) -> text;
            case Value.Bytes bytes -> bytes.toString();
            case Value.Date(java.time.LocalDate date) -> date.toString();
            case Value.Time(java.time.LocalTime time) -> time.toString();
            case Value.Timestamp(java.time.LocalDateTime time) -> time.toString();
            case Value.Instant(Instant instant) -> instant.toString();
            case Value.Uuid(java.util.UUID uuid) -> uuid.toString();
            case Value.Json(String canonical) -> canonical;
            case Value.Items items -> items.toString();
            case Value.Struct struct -> struct.toString();
            case Value.Other(String _, String text) -> text;
        };
    }

    /** An event, as it goes over SSE and in a list. */
    static ObjectNode event(SyncEvent event) {
        ObjectNode into = object();
        into.put("id", event.sequence());
        into.put("type", event.type());
        into.put("sync_id", event.syncId());
        into.put("time", time(event.millis()));
        ObjectNode data = into.putObject("data");
        event.data().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        String millis = event.data().get("duration_ms");
        if (millis != null) {
            data.put("duration", Spans.text(Duration.ofMillis(Long.parseLong(millis))));
        }
        return into;
    }
}
