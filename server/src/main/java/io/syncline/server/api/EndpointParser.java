package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Setting;
import io.syncline.engine.store.Registry;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.server.config.References;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads one end of a sync: its connector and that connector's settings. For one thread. */
final class EndpointParser {
    private static final String CONNECTION = "connection";

    /** The key of an end that stands for an endpoint kept under a name. */
    private static final String ENDPOINT = "endpoint";

    /** Types that leave it to the URL which database it is. */
    private static final Set<String> NO_DIALECT = Set.of("database", "unified_database");

    private static final Pattern ADDRESS =
            Pattern.compile("connection|host|port|database|user|(tls|ssh)(_.*)?");

    private final Connectors connectors;
    private final Registry registry;
    private final References references;
    private final Problems problems;

    EndpointParser(
            Connectors connectors, Registry registry, References references, Problems problems) {
        this.connectors = connectors.naming(registry);
        this.registry = registry;
        this.references = references;
        this.problems = problems;
    }

    /**
     * Reads name, type, connection and settings; the caller has asked for the keys of the role and
     * finishes.
     *
     * @return null if there was a problem without which nothing more can be said
     */
    @Nullable EndpointSpec parse(Fields fields, String standardName) {
        if (fields.has(ENDPOINT)) {
            return named(fields, standardName);
        }
        String given = fields.text("name");
        String name = given == null || given.isBlank() ? standardName : given;
        if (given != null && given.isBlank()) {
            problems.add(Code.BAD_NAME, fields.pointer("name"), "The name is empty.");
        }
        String connection = connection(fields);
        Connector connector = connector(fields, connection);
        if (connector == null) {
            return null;
        }
        Map<String, String> settings = new TreeMap<>();
        if (connection != null) {
            settings.put(CONNECTION, connection);
        }
        for (Setting setting : connector.settings().all()) {
            if (!setting.name().equals(CONNECTION) && fields.has(setting.name())) {
                String value = value(fields, setting);
                if (value != null) {
                    settings.put(setting.name(), value);
                }
            } else if (setting.required() && !settings.containsKey(setting.name())) {
                fields.required(setting.name());
            }
        }
        return new EndpointSpec(name, canonicalType(connector), settings);
    }

    /**
     * An end that is written as a name alone, as the object it stands for; null if nobody has the
     * name, which is then noted.
     */
    @Nullable JsonNode opened(JsonNode node, String pointer) {
        if (!node.isString()) {
            return node;
        }
        return found(node.stringValue(), pointer) == null
                ? null
                : JsonNodeFactory.instance.objectNode().put(ENDPOINT, node.stringValue());
    }

    /** The end as it will be opened, for comparing places. */
    EndpointSpec resolved(EndpointSpec spec) {
        return connectors.resolved(spec);
    }

    private Registry.@Nullable Named found(String name, String pointer) {
        Registry.Named named = registry.endpoint(name);
        if (named == null) {
            List<String> names = registry.endpoints().stream().map(Registry.Named::name).toList();
            problems.add(Code.UNKNOWN_ENDPOINT, pointer, Users.unknown(name, names));
        }
        return named;
    }

    /** An end that stands for an endpoint with a name, and may say more of its role. */
    private @Nullable EndpointSpec named(Fields fields, String standardName) {
        String name = fields.required(ENDPOINT);
        String given = fields.text("name");
        Registry.Named named = name == null ? null : found(name, fields.pointer(ENDPOINT));
        if (name == null || named == null) {
            return null;
        }
        if (fields.has("type")) {
            taken(fields, "type");
        }
        Map<String, String> settings = new TreeMap<>();
        settings.put(EndpointSpec.REFERENCE, name);
        Connector connector = Objects.requireNonNull(connectors.ofType(named.type()));
        for (Setting setting : connector.settings().all()) {
            String key = setting.name();
            if (!fields.has(key)) {
                continue;
            }
            if (setting.secret() || ADDRESS.matcher(key).matches()) {
                taken(fields, key);
                continue;
            }
            String value = value(fields, setting);
            if (value != null) {
                settings.put(key, value);
            }
        }
        return new EndpointSpec(
                given == null || given.isBlank() ? standardName : given, named.type(), settings);
    }

    /** Where it is and who logs in is the endpoint's to say; a sync says what concerns its role. */
    private void taken(Fields fields, String key) {
        fields.node(key);
        problems.add(
                Code.IMPOSSIBLE_PAIR,
                fields.pointer(key),
                "An endpoint with a name says its " + key + " itself.");
    }

    /** The connection with its references put in; null if there is none or it is no good. */
    private @Nullable String connection(Fields fields) {
        // A connector may take the parts of an address as keys of their own.
        String written = fields.has("host") ? fields.text(CONNECTION) : fields.required(CONNECTION);
        return written == null ? null : resolved(fields, CONNECTION, written);
    }

    private @Nullable String resolved(Fields fields, String key, String written) {
        try {
            return references.resolve(written);
        } catch (References.UnresolvedException e) {
            problems.add(e.code(), fields.pointer(key), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Connector connector(Fields fields, @Nullable String connection) {
        String type = fields.text("type");
        Connector byUrl = connection == null ? null : byUrl(fields, connection);
        if (type == null || NO_DIALECT.contains(Words.snake(type))) {
            if (type == null && fields.has("host") && connection == null) {
                fields.required("type");
            }
            return byUrl;
        }
        Connector byType = connectors.ofType(Words.snake(type));
        if (byType == null) {
            problems.add(
                    Code.UNKNOWN_CONNECTOR,
                    fields.pointer("type"),
                    "There is no connector for "
                            + Words.quoted(type)
                            + "; there are database, "
                            + String.join(", ", connectors.types())
                            + "."
                            + Words.didYouMean(Words.snake(type), connectors.types()));
            return null;
        }
        if (byUrl != null && !byUrl.equals(byType)) {
            problems.add(
                    Code.BAD_CONNECTION,
                    fields.pointer(CONNECTION),
                    "The URL is one of "
                            + canonicalType(byUrl)
                            + ", the type is "
                            + canonicalType(byType)
                            + ".");
        }
        return byType;
    }

    private @Nullable Connector byUrl(Fields fields, String connection) {
        Place place = Place.of(connection);
        String scheme = place == null ? null : place.scheme();
        Connector connector = scheme == null ? null : connectors.ofScheme(scheme);
        if (place == null || scheme == null) {
            bad(fields, "This is no URL: scheme://user:password@host:port/database is expected.");
        } else if (connector == null) {
            // The scheme is not shown: a broken URL may hold anything there.
            bad(
                    fields,
                    "No connector answers to this URL; there are "
                            + String.join(", ", connectors.types())
                            + ".");
        } else if (place.host() == null && !fields.has("host")) {
            bad(fields, "The URL names no host.");
        } else if (place.database() == null && !fields.has("database")) {
            bad(fields, "The URL names no database.");
        }
        return connector;
    }

    private void bad(Fields fields, String message) {
        problems.add(Code.BAD_CONNECTION, fields.pointer(CONNECTION), message);
    }

    private @Nullable String value(Fields fields, Setting setting) {
        String key = setting.name();
        return switch (setting.kind()) {
            case TEXT, SECRET -> {
                String text = fields.text(key);
                yield text == null ? null : resolved(fields, key, text);
            }
            case NUMBER -> {
                Integer number = number(fields, key);
                yield number == null ? null : number.toString();
            }
            case FLAG -> Boolean.toString(fields.flag(key, false));
            case DURATION -> Spans.text(fields.span(key, Duration.ZERO));
        };
    }

    private static @Nullable Integer number(Fields fields, String key) {
        JsonNode node = fields.node(key);
        boolean written = node != null && node.isString() && node.stringValue().matches("\\d{1,9}");
        return node != null && written
                ? Integer.valueOf(node.stringValue())
                : fields.whole(key, 0, Integer.MAX_VALUE);
    }

    private static String canonicalType(Connector connector) {
        return connector.types().iterator().next();
    }
}
