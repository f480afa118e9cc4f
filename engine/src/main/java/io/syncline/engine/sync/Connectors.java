package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.shape.ShapeTools;
import io.syncline.engine.store.Registry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The connectors there are, by the words that name them, and what else a process has. */
public final class Connectors {
    private final Map<String, Connector> byType = new TreeMap<>();
    private final Map<String, Connector> byScheme = new TreeMap<>();
    private final ShapeTools.@Nullable Phones phones;
    private final ShapeTools.@Nullable Images images;
    private final Function<String, Registry.@Nullable Named> names;

    /** These connectors; two may not answer to one word. */
    public Connectors(Iterable<Connector> all) {
        this(all, null, null, _ -> null);
    }

    private Connectors(
            Iterable<Connector> all,
            ShapeTools.@Nullable Phones phones,
            ShapeTools.@Nullable Images images,
            Function<String, Registry.@Nullable Named> names) {
        this.phones = phones;
        this.images = images;
        this.names = names;
        for (Connector connector : all) {
            connector.types().forEach(type -> put(byType, type, connector));
            connector.schemes().forEach(scheme -> put(byScheme, scheme, connector));
        }
    }

    /** All connectors on the class path. */
    public static Connectors installed() {
        return new Connectors(ServiceLoader.load(Connector.class));
    }

    /** The same connectors, beside what knows phone numbers and what looks for images. */
    public Connectors with(ShapeTools.Phones knowing, ShapeTools.Images looking) {
        return new Connectors(new LinkedHashSet<>(byType.values()), knowing, looking, names);
    }

    /** What functions, masks and validators may see of the world. */
    public ShapeTools tools(Context context) {
        ShapeTools plain = ShapeTools.plain(context::wallMillis);
        return phones == null || images == null
                ? plain
                : new ShapeTools(context::wallMillis, phones, images, null);
    }

    /** The same connectors, which also open endpoints that are named in this registry. */
    public Connectors naming(Registry registry) {
        return new Connectors(
                new LinkedHashSet<>(byType.values()), phones, images, registry::endpoint);
    }

    /**
     * The endpoint as it is opened: one that stands for a name has that one's settings, under its
     * own. Looked up at each call, so that a changed connection holds from the next opening on.
     *
     * @throws EndpointException UNKNOWN_ENDPOINT if there is none of the name
     */
    public EndpointSpec resolved(EndpointSpec spec) {
        String name = spec.reference();
        if (name == null) {
            return spec;
        }
        Registry.Named named = names.apply(name);
        if (named == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_ENDPOINT,
                    "There is no endpoint of the name " + name);
        }
        Map<String, String> settings = new TreeMap<>(named.settings());
        settings.putAll(spec.settings());
        settings.remove(EndpointSpec.REFERENCE);
        return new EndpointSpec(spec.name(), named.type(), settings);
    }

    private static void put(Map<String, Connector> map, String word, Connector connector) {
        if (map.put(word, connector) != null) {
            throw new IllegalStateException("Two connectors answer to " + word);
        }
    }

    /** All type words, ordered. */
    public List<String> types() {
        return new ArrayList<>(byType.keySet());
    }

    /** The connector of a type word, or null. */
    public @Nullable Connector ofType(String type) {
        return byType.get(type);
    }

    /** The connector of a URL scheme, or null. */
    public @Nullable Connector ofScheme(String scheme) {
        return byScheme.get(scheme);
    }

    /**
     * Opens an endpoint for a sync, which says how it is used where the endpoint itself does not;
     * connects to nothing yet.
     *
     * @throws EndpointException MISCONFIGURED if it can never be opened as it is configured
     */
    public Endpoint open(EndpointSpec named, Performance use, Context context) {
        EndpointSpec spec = resolved(named);
        Connector connector = byType.get(spec.type());
        if (connector == null) {
            return open(spec, context);
        }
        Map<String, String> settings = new TreeMap<>(spec.settings());
        use.settings()
                .forEach(
                        (name, value) -> {
                            if (connector.settings().find(name) != null) {
                                settings.putIfAbsent(name, value);
                            }
                        });
        return open(new EndpointSpec(spec.name(), spec.type(), settings), context);
    }

    /**
     * Opens an endpoint; connects to nothing yet.
     *
     * @throws EndpointException MISCONFIGURED if it can never be opened as it is configured
     */
    public Endpoint open(EndpointSpec named, Context context) {
        EndpointSpec spec = resolved(named);
        Connector connector = byType.get(spec.type());
        if (connector == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_CONNECTOR,
                    "No connector of type " + spec.type());
        }
        try {
            return connector.open(Config.of(connector.settings(), spec.settings()), context);
        } catch (IllegalArgumentException e) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.BAD_CONNECTION,
                    String.valueOf(e.getMessage()),
                    e);
        }
    }
}
