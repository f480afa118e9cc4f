package io.syncline.engine.facing;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Columns that are called as those by which applications delete or lock, and that nobody named. */
public final class LikelyConventions {
    private static final Map<String, String> KEYS =
            Map.of(
                    "deleted_at", "soft_delete",
                    "is_deleted", "soft_delete",
                    "lock_version", "version_columns");

    private LikelyConventions() {}

    /**
     * What a person should look at before the sync begins.
     *
     * @param tables an end's, as far as they are kept equal
     * @param told what is said of them
     */
    public static List<Finding> of(List<Layout> tables, Conventions told) {
        List<Finding> found = new ArrayList<>();
        for (Layout table : tables) {
            table.fields().stream()
                    .map(field -> field.name())
                    .filter(KEYS::containsKey)
                    .filter(name -> !told.names(table.collection(), name))
                    .forEach(name -> found.add(finding(table.collection(), name)));
        }
        return found;
    }

    private static Finding finding(String table, String column) {
        return Finding.note(
                Code.LOOKS_LIKE_CONVENTION,
                table + "." + column,
                "it is a column like any other; if an application relies on it, say so by "
                        + KEYS.get(column));
    }
}
