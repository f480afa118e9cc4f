package io.syncline.server.api;

import io.syncline.engine.sync.EndpointSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether two ends of a sync are the same tables of the same database. Pure. */
final class Overlap {
    private static final String HOME = "public";

    private Overlap() {}

    /**
     * Whether a table is on both ends.
     *
     * @param tables the tables of the first end; empty for all
     * @param others the tables of the second end; empty for all
     */
    static boolean between(
            EndpointSpec first, List<String> tables, EndpointSpec second, List<String> others) {
        boolean sameDatabase =
                first.type().equals(second.type())
                        && Place.of(first.settings()).same(Place.of(second.settings()));
        if (!sameDatabase) {
            return false;
        }
        if (tables.isEmpty() || others.isEmpty()) {
            return schema(first, HOME).equals(schema(second, HOME));
        }
        Set<String> ours = names(first, tables);
        return names(second, others).stream().anyMatch(ours::contains);
    }

    private static Set<String> names(EndpointSpec end, List<String> tables) {
        return tables.stream().map(table -> name(end, table)).collect(Collectors.toSet());
    }

    private static String name(EndpointSpec end, String table) {
        int dot = table.lastIndexOf('.');
        String own = dot < 0 ? HOME : table.substring(0, dot);
        return schema(end, own) + "." + table.substring(dot + 1);
    }

    private static String schema(EndpointSpec end, String otherwise) {
        @Nullable String schema = end.settings().get("schema");
        return schema == null ? otherwise : schema;
    }
}
