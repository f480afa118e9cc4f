package io.syncline.engine.sync;

import java.util.List;

/**
 * A source of a star beside its first one.
 *
 * @param endpoint where its changes come from
 * @param tables its wanted collections as the person wrote them; empty for all
 * @param collections their names at the destination, paired by position; empty for the same names
 */
public record FurtherSource(EndpointSpec endpoint, List<String> tables, List<String> collections) {
    /** Copies the lists. */
    public FurtherSource {
        tables = List.copyOf(tables);
        collections = List.copyOf(collections);
    }
}
