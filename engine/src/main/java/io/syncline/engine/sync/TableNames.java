package io.syncline.engine.sync;

import io.syncline.engine.facing.CollectionWay;
import io.syncline.engine.facing.Facings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people call the tables of a two-way sync: by the name of either end, with its schema or
 * without.
 *
 * @param facings how both ends face each other; null before that is known
 */
record TableNames(@Nullable Facings facings) {
    /** The sync's own names of what a person may mean by the name of a table. */
    List<String> of(String table) {
        String bare = bare(table);
        Set<String> names = new LinkedHashSet<>(List.of(table, "public." + bare, bare));
        if (facings != null) {
            for (CollectionWay way : facings.ways()) {
                if (Stream.of(way.ours(), way.theirs())
                        .anyMatch(each -> each.equals(table) || bare(each).equals(table))) {
                    names.add(way.theirs());
                }
            }
        }
        return List.copyOf(names);
    }

    /** The sync's own name of a table that a person names; null of one that it does not know. */
    @Nullable String known(String table) {
        if (facings == null) {
            return table;
        }
        List<String> known = facings.ways().stream().map(CollectionWay::theirs).toList();
        return of(table).stream().filter(known::contains).findFirst().orElse(null);
    }

    /** Whether a person's name of a table is that of a collection of the sync. */
    boolean means(String table, String collection) {
        return collection.equals(known(table));
    }

    private static String bare(String table) {
        return table.substring(table.lastIndexOf('.') + 1);
    }
}
