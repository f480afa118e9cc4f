package io.syncline.engine.facing;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the application of one end expects of whoever writes to its tables. Pure data. */
public record Conventions(List<Convention> all) {
    /** It expects nothing. */
    public static final Conventions NONE = new Conventions(List.of());

    /** Copies the list. */
    public Conventions {
        all = List.copyOf(all);
    }

    /** Whether nothing is expected. */
    public boolean isNothing() {
        return all.isEmpty();
    }

    /** What holds of a table; what was said of it alone goes before what was said of all. */
    <T extends Convention> Stream<T> of(String collection, Class<T> kind) {
        return all.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(each -> each.table() == null || means(each.table(), collection))
                .sorted(
                        (one, other) ->
                                Boolean.compare(one.table() == null, other.table() == null));
    }

    /** Whether a column of a table is one of these. */
    public boolean names(String collection, String column) {
        return of(collection, Convention.class).anyMatch(each -> each.column().equals(column));
    }

    /** Whether a person who says this name means the collection. */
    static boolean means(String name, String collection) {
        return Objects.requireNonNull(name).equals(collection) || collection.endsWith("." + name);
    }
}
