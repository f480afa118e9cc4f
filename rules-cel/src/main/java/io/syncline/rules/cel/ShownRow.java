package io.syncline.rules.cel;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row as an expression sees it; a field is made ready only when it is looked at. */
final class ShownRow extends AbstractMap<String, Object> {
    private final Row row;

    ShownRow(Row row) {
        this.row = row;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String field && row.get(field) != null;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        Value value = name instanceof String field ? row.get(field) : null;
        return value == null ? null : Shown.of(value);
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < row.header().size(); i++) {
            all.put(row.header().names().get(i), Shown.of(row.at(i)));
        }
        return all.entrySet();
    }
}
