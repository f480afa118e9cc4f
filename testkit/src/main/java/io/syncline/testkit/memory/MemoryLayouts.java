package io.syncline.testkit.memory;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a {@link MemoryTarget}: a row with a field that a table lacks fails as on a server,
 * a number is widened for a text, and a text is not taken for a number.
 */
final class MemoryLayouts {
    private final Map<String, Layout> layouts = new TreeMap<>();

    List<Layout> all() {
        return List.copyOf(layouts.values());
    }

    void create(Layout layout) {
        layouts.putIfAbsent(layout.collection(), layout);
    }

    /** As a person would who alters it by hand. */
    void replace(Layout layout) {
        layouts.put(layout.collection(), layout);
    }

    @Nullable Layout find(String collection) {
        return layouts.get(collection);
    }

    /** Adds fields, and makes numbers wider. */
    void evolve(Layout wanted) {
        Layout there = layouts.get(wanted.collection());
        if (there == null) {
            return;
        }
        List<Field> fields = new ArrayList<>(there.fields());
        for (Field field : wanted.fields()) {
            Field now = there.field(field.name());
            if (now == null) {
                fields.add(new Field(field.name(), field.type(), true));
            } else if (now.type() instanceof FieldType.Int(int bits)
                    && field.type() instanceof FieldType.Int(int wider)
                    && wider > bits) {
                fields.set(fields.indexOf(now), new Field(now.name(), field.type(), true));
            }
        }
        replace(new Layout(there.collection(), fields, there.key(), List.of(), -1));
    }

    void rekey(Layout wanted) {
        Layout there = layouts.get(wanted.collection());
        if (there != null) {
            replace(new Layout(there.collection(), there.fields(), wanted.key(), List.of(), -1));
        }
    }

    List<Finding> agree(List<Layout> wanted) {
        List<Finding> findings = new ArrayList<>();
        for (Layout layout : wanted) {
            Layout there = layouts.get(layout.collection());
            for (Field field : layout.fields()) {
                Field now = there == null ? null : there.field(field.name());
                if (now == null || !fits(field.type(), now.type())) {
                    findings.add(
                            Finding.error(
                                    Code.LAYOUT_MISMATCH,
                                    layout.collection() + "." + field.name(),
                                    "It cannot take the source's values",
                                    null));
                }
            }
        }
        return findings;
    }

    private static boolean fits(FieldType type, FieldType there) {
        return type instanceof FieldType.Int(int bits) && there instanceof FieldType.Int(int room)
                ? bits <= room
                : type.equals(there);
    }

    /** An image as a table takes it in; null if a value is not one of its type. */
    @Nullable Image taken(String collection, Image image) {
        return switch (image) {
            case Image.Absent _ -> image;
            case Image.Whole(Row row) -> {
                Row taken = taken(collection, row);
                yield taken == null ? null : Image.whole(taken);
            }
            case Image.Partial(Row row) -> {
                Row taken = taken(collection, row);
                yield taken == null ? null : Image.partial(taken);
            }
        };
    }

    /** A row as it is once its table is altered by hand. */
    Row cast(String collection, Row row) {
        Row cast = taken(collection, row);
        return cast == null ? row : cast;
    }

    private @Nullable Row taken(String collection, Row row) {
        Layout layout = layouts.get(collection);
        if (layout == null) {
            return row;
        }
        boolean same = true;
        Header header = row.header();
        List<Value> values = new ArrayList<>(header.size());
        for (int i = 0; i < header.size(); i++) {
            Field field = layout.field(header.names().get(i));
            if (field == null) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.LAYOUT_MISMATCH,
                        collection + " has no field " + header.names().get(i));
            }
            Value value = row.at(i);
            if (field.type() instanceof FieldType.Text && value instanceof Value.Int(long number)) {
                value = new Value.Text(Long.toString(number));
                same = false;
            } else if (field.type() instanceof FieldType.Int && value instanceof Value.Text) {
                return null;
            }
            values.add(value);
        }
        return same ? row : Row.of(header, values);
    }
}
