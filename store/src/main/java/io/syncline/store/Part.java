package io.syncline.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object of a definition whose members are asked for by name and kind. */
record Part(Map<?, ?> members) {
    static Part of(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            return new Part(members);
        }
        throw new IllegalArgumentException("A sync's definition with a part missing");
    }

    Part part(String name) {
        return of(members.get(name));
    }

    String text(String name) {
        return kept(name, String.class);
    }

    long number(String name) {
        return kept(name, Long.class);
    }

    List<?> list(String name) {
        return kept(name, List.class);
    }

    List<String> texts(String name) {
        return list(name).stream().map(String.class::cast).toList();
    }

    <T> T kept(String name, Class<T> kind) {
        Object value = members.get(name);
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException("A sync's definition without " + name);
        }
        return kind.cast(value);
    }
}
