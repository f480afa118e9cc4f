package io.syncline.server.api;

import io.syncline.core.endpoint.Connector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds connectors by the words of a configuration. Immutable. */
public final class ConnectorIndex {
    private final List<Connector> connectors;

    /** An index of these. */
    public ConnectorIndex(Collection<? extends Connector> connectors) {
        this.connectors = List.copyOf(connectors);
    }

    /** The connector a type names, or null. */
    @Nullable Connector byType(String type) {
        for (Connector connector : connectors) {
            if (connector.types().contains(type)) {
                return connector;
            }
        }
        return null;
    }

    /** The connector that answers to a URL scheme, or null. */
    @Nullable Connector byScheme(String scheme) {
        for (Connector connector : connectors) {
            if (connector.schemes().contains(scheme.toLowerCase(Locale.ROOT))) {
                return connector;
            }
        }
        return null;
    }

    /** Every word for a type. */
    List<String> types() {
        List<String> types = new ArrayList<>();
        for (Connector connector : connectors) {
            types.addAll(connector.types());
        }
        return types;
    }

    /** Every URL scheme. */
    List<String> schemes() {
        List<String> schemes = new ArrayList<>();
        for (Connector connector : connectors) {
            schemes.addAll(connector.schemes());
        }
        return schemes;
    }

    /** The connector's own word for its type. */
    static String canonicalType(Connector connector) {
        return connector.types().iterator().next();
    }
}
