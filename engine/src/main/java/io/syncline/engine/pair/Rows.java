package io.syncline.engine.pair;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts of rows. */
public final class Rows {
    private Rows() {}

    /** Those of a row's fields that are named. */
    public static Row only(Row row, Set<String> names) {
        return picked(row, names, true);
    }

    /** All of a row's fields but these. */
    public static Row without(Row row, Set<String> names) {
        return names.isEmpty() ? row : picked(row, names, false);
    }

    private static Row picked(Row row, Set<String> names, boolean named) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            if (names.contains(name) == named) {
                fields.put(name, row.at(i));
            }
        }
        return Row.of(fields);
    }

    /** A row with some fields as another has them, or without them if that has none. */
    public static Image keeping(Image now, Image before, Set<String> names) {
        Row row = now.row();
        if (row == null || names.isEmpty()) {
            return now;
        }
        Row old = before.row();
        Row rest = without(row, names);
        return Image.whole(old == null ? rest : rest.overlaid(only(old, names)));
    }

    /** A field's value, or null of no row or of one that does not know it. */
    public static @Nullable Value value(Image image, String name) {
        Row row = image.row();
        return row == null ? null : row.get(name);
    }
}
