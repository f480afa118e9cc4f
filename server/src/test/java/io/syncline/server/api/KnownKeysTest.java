package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Secret;
import io.syncline.core.endpoint.Setting;
import io.syncline.engine.sync.Connectors;
import io.syncline.server.config.References;
import io.syncline.server.config.SecretPlaces;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** No key is taken in vain: each one changes what is understood, or is refused. */
class KnownKeysTest {
    private static final SyncParser PARSER =
            new SyncParser(
                    Connectors.installed(),
                    new References(
                            new SecretPlaces(
                                    _ -> null, SecretPlaces.STANDARD_FOLDER, Path.of("data"))),
                    () -> Secret.of("of the hashes"));

    private static final String BASE =
            "{'name':'n','schedule':'0 * * * *',"
                    + "'source':{'connection':'postgresql://u:p@a/x','tables':['t','u']},"
                    + "'destination':{'connection':'postgresql://u:p@b/y'}}";

    /** For each key of the contract, a value other than what holds without it. */
    private static final Map<String, String> CONFIGURE =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("/name", "'m'"),
                            Map.entry("/type", "'batch'"),
                            Map.entry("/mode", "'batch'"),
                            Map.entry("/schedule", "'5 * * * *'"),
                            Map.entry("/timezone", "'Europe/Vienna'"),
                            Map.entry("/source/name", "'s'"),
                            Map.entry("/source/type", "'mysql'"),
                            Map.entry("/source/connection", "'postgresql://u:p@a/z'"),
                            Map.entry("/source/endpoint", "'nobody'"),
                            Map.entry("/destination/endpoint", "'nobody'"),
                            Map.entry("/source/tables", "'all'"),
                            Map.entry("/destination/name", "'d'"),
                            Map.entry("/destination/type", "'mysql'"),
                            Map.entry("/destination/connection", "'postgresql://u:p@b/z'"),
                            Map.entry("/destination/collections", "['v','w']"),
                            Map.entry("/destination/table", "'v'"),
                            Map.entry("/destination/schema", "'copy'"),
                            Map.entry("/destination/triggers", "'suppress'"),
                            Map.entry("/source/triggers", "'accept'"),
                            Map.entry("/destinations", "[]"),
                            Map.entry("/sources", "[]"),
                            Map.entry("/collections", "{'v':{'s':'t'}}"),
                            Map.entry("/destination/origin_columns", "true"),
                            Map.entry("/apply", "'transactional'"),
                            Map.entry("/primary", "{}"),
                            Map.entry("/master", "{}"),
                            Map.entry("/replicas", "[]"),
                            Map.entry("/slaves", "[]"),
                            Map.entry("/replication_mode", "'sync'"),
                            Map.entry("/lag_tolerance", "'5s'"),
                            Map.entry("/destination/lag_tolerance", "'5s'"),
                            Map.entry("/conflict_resolution", "'last_write_wins'"),
                            Map.entry("/retry_policy/max_retries", "7"),
                            Map.entry("/retry_policy/backoff_strategy", "'linear'"),
                            Map.entry("/retry_policy/initial_backoff", "'3s'"),
                            Map.entry("/retry_policy/max_backoff", "'3m'"),
                            Map.entry("/existing_data", "'fill'"),
                            Map.entry("/initial_load", "'union'"),
                            Map.entry("/allow_precision_loss", "true"),
                            Map.entry("/linked_keys", "['v']"),
                            Map.entry("/schema_changes", "'pause'"),
                            Map.entry("/validation/schema_validation", "false"),
                            Map.entry("/validation/checksum_verification", "true"),
                            Map.entry("/validation/continuous_verification/rows_per_second", "7"),
                            Map.entry("/validation/continuous_verification/every", "'2h'"),
                            Map.entry("/guards/max_deletes/rows", "7"),
                            Map.entry("/guards/max_deletes/share", "'7%'"),
                            Map.entry("/guards/max_deletes/at_least", "7"),
                            Map.entry("/guards/max_deletes/window", "'7s'"),
                            Map.entry("/guards/truncate", "'stop'"),
                            Map.entry("/guards/source_log_budget", "'1MB'"),
                            Map.entry("/guards/detach_after", "'1h'"),
                            Map.entry("/guards/source_rows_per_second", "7"),
                            Map.entry("/guards/source_bytes_per_second", "'1MB'"),
                            Map.entry("/guards/copy_windows", "['01:00-02:00']"),
                            Map.entry("/guards/no_copy_windows", "['01:00-02:00']"),
                            Map.entry("/guards/timezone", "'Europe/Vienna'"),
                            Map.entry("/guards/crashes_max", "7"),
                            Map.entry("/guards/crashes_within", "'7s'"),
                            Map.entry("/guards/progress_deadline", "'7s'"),
                            Map.entry("/guards/canary_every", "'off'"),
                            Map.entry("/guards/canary_overdue", "'7s'"),
                            Map.entry("/guards/parked_max", "7"),
                            Map.entry("/guards/parked_retry", "'7s'"),
                            Map.entry("/dry_run", "true"),
                            Map.entry("/validate_before_sync", "false"),
                            Map.entry("/parallel_workers", "2"),
                            Map.entry("/timeout", "'7s'"),
                            Map.entry("/performance/batch_size", "7"),
                            Map.entry("/performance/parallel_workers", "2"),
                            Map.entry("/performance/compression_enabled", "true"),
                            Map.entry("/performance/connection_pooling", "false"),
                            Map.entry("/performance/timeout", "'7s'"),
                            Map.entry("/options/dry_run", "true"),
                            Map.entry("/options/validate_before_sync", "false"),
                            Map.entry("/options/parallel_workers", "2")));

    static {
        CONFIGURE.putAll(RowKeys.all());
    }

    private static final Map<String, String> TRIGGER =
            Map.of(
                    "/type", "'full'",
                    "/priority", "'high'",
                    "/dry_run", "true",
                    "/validate_before_sync", "true",
                    "/parallel_workers", "2",
                    "/options/priority", "'high'",
                    "/options/dry_run", "true",
                    "/options/validate_before_sync", "true",
                    "/options/parallel_workers", "2");

    private static final Pattern ASKED =
            Pattern.compile(
                    "\\b(?:text|required|flag|whole|span|texts|word|node|object|has)\\(\\s*\"([a-z_]+)\"");

    @Test
    void eachKeyOfAConfigurationChangesWhatIsUnderstoodOrIsRefused() {
        Wanted before = understood(json(BASE));
        assertThat(before).isInstanceOf(Wanted.Good.class);
        CONFIGURE.forEach(
                (pointer, value) ->
                        assertThat(understood(with(json(BASE), pointer, value)))
                                .as(pointer)
                                .isNotEqualTo(before));
    }

    @Test
    void eachKeyOfATriggerChangesWhatIsUnderstoodOrIsRefused() {
        TriggerParser.Asked before = TriggerParser.parse(json("{}"));
        TRIGGER.forEach(
                (pointer, value) ->
                        assertThat(TriggerParser.parse(with(json("{}"), pointer, value)))
                                .as(pointer)
                                .isNotEqualTo(before));
    }

    @Test
    void eachSettingOfAConnectorChangesItsEndpoint() {
        Connectors connectors = Connectors.installed();
        for (String type : connectors.types()) {
            String scheme = connectors.ofType(type).schemes().iterator().next();
            ObjectNode body =
                    with(json(BASE), "/destination/connection", "'" + scheme + "://u:p@b/y'");
            Wanted before = understood(body.deepCopy());
            for (Setting setting : connectors.ofType(type).settings().all()) {
                String value =
                        switch (setting.kind()) {
                            case TEXT, SECRET -> "'" + scheme + "://u:p@c/z'";
                            case NUMBER -> "77";
                            case FLAG -> "false";
                            case DURATION -> "'7s'";
                        };
                String pointer = "/destination/" + setting.name();
                assertThat(understood(with(body.deepCopy(), pointer, value)))
                        .as(type + pointer)
                        .isNotEqualTo(before);
            }
        }
    }

    @Test
    void whatIsNotBuiltIsRefusedWhereverItStands() {
        Map<String, Collection<String>> places =
                Map.of(
                        "", SyncParser.NOT_BUILT,
                        "/source", SidesParser.SOURCE_NOT_BUILT,
                        "/destination", SidesParser.DESTINATION_NOT_BUILT);
        places.forEach(
                (place, keys) ->
                        keys.forEach(
                                key -> {
                                    String pointer = place + "/" + key;
                                    ObjectNode body = with(json(BASE), pointer, "{'a':1}");
                                    assertThat(understood(body))
                                            .as(pointer)
                                            .isInstanceOfSatisfying(
                                                    Wanted.Bad.class,
                                                    bad ->
                                                            assertThat(bad.problems())
                                                                    .anyMatch(
                                                                            problem ->
                                                                                    problem.code()
                                                                                                    == Code
                                                                                                            .NOT_BUILT
                                                                                            && problem.pointer()
                                                                                                    .equals(
                                                                                                            pointer)));
                                }));
    }

    @Test
    void theContractNamesEachKeyAndNoOther() throws Exception {
        InputStream yaml = KnownKeysTest.class.getResourceAsStream("/openapi.yaml");
        JsonNode contract = JsonMapper.shared().valueToTree(new Yaml().<Object>load(yaml));
        Set<String> written = new TreeSet<>();
        flatten(contract, contract.at("/components/schemas/Configure"), "", written);
        assertThat(written).isEqualTo(CONFIGURE.keySet());
        Set<String> asked = new TreeSet<>();
        flatten(contract, contract.at("/components/schemas/Trigger"), "", asked);
        assertThat(asked).isEqualTo(new TreeSet<>(TRIGGER.keySet()));
        Set<String> key = new TreeSet<>();
        flatten(contract, contract.at("/components/schemas/NewApiKey"), "", key);
        flatten(contract, contract.at("/components/schemas/ResolveAlike"), "", key);
        for (String name :
                List.of("Undo", "RollbackRow", "RollbackSpan", "ReviewTerms", "Assign")) {
            flatten(contract, contract.at("/components/schemas/" + name), "", key);
        }
        Set<String> names = new TreeSet<>();
        Stream.of(written, asked, key)
                .flatMap(Set::stream)
                .forEach(pointer -> names.addAll(List.of(pointer.substring(1).split("/"))));
        // Settings of connectors that are asked for by name.
        names.addAll(List.of("host", "database", "strategy"));
        // One form of initial_load and of four_eyes, and a word of on_timeout.
        names.addAll(List.of("policy", "field", "rules", "four_eyes", "escalate"));
        // Within a soft_delete.
        names.addAll(List.of("column", "deleted", "live"));
        assertThat(names).containsAll(askedBySource());
    }

    /** The keys that stand in the sources of the parsers. */
    private static Set<String> askedBySource() throws Exception {
        Set<String> asked = new TreeSet<>();
        Path folder = Path.of("src/main/java/io/syncline/server/api");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher matcher = ASKED.matcher(Files.readString(file));
                while (matcher.find()) {
                    asked.add(matcher.group(1));
                }
            }
        }
        assertThat(asked).hasSizeGreaterThan(20);
        return asked;
    }

    private static void flatten(
            JsonNode contract, JsonNode schema, String pointer, Set<String> into) {
        JsonNode node = schema;
        if (node.has("$ref")) {
            node = contract.at(node.get("$ref").stringValue().substring(1));
        }
        if (node.has("oneOf") && node.at("/oneOf/0").has("$ref")) {
            flatten(contract, node.at("/oneOf/0"), pointer, into);
        } else if (node.has("properties")) {
            for (Map.Entry<String, JsonNode> member : node.get("properties").properties()) {
                flatten(contract, member.getValue(), pointer + "/" + member.getKey(), into);
            }
        } else {
            into.add(pointer);
        }
    }

    private static Wanted understood(JsonNode body) {
        return PARSER.parse(body, "sync_1", 1);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    /** The body with a value at a pointer, whose parents are made. */
    private static ObjectNode with(ObjectNode body, String pointer, String value) {
        List<String> names = List.of(pointer.substring(1).split("/"));
        ObjectNode parent = body;
        for (String name : names.subList(0, names.size() - 1)) {
            JsonNode child = parent.get(name);
            parent = child instanceof ObjectNode object ? object : parent.putObject(name);
        }
        parent.set(names.getLast(), JsonMapper.shared().readTree(value.replace('\'', '"')));
        return body;
    }
}
