package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Agreed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a layout that the stream tells is news. The flow was set up by the source's tables
 * as they were at that moment; the stream may be behind, and then tells layouts that are over: rows
 * of those are taken as they are. Only if the tables have changed since has the flow to be set up
 * again. Used by the feed's lane only.
 */
public final class Relayouts {
    private final Map<String, Layout> looked;
    private final Function<String, @Nullable Layout> look;
    private final Set<List<Object>> over = new HashSet<>();

    /**
     * @param looked the source's layouts when the flow was set up, by name
     * @param look reads a layout afresh; null if there is no such collection
     */
    public Relayouts(Map<String, Layout> looked, Function<String, @Nullable Layout> look) {
        this.looked = Map.copyOf(looked);
        this.look = look;
    }

    /** Whether rows of this layout must not be applied before the flow is set up again. */
    public boolean news(Layout told) {
        Layout known = looked.get(told.collection());
        if (known == null || terms(told).equals(terms(known))) {
            return false;
        }
        if (!over.add(List.of(told.collection(), terms(told)))) {
            return false;
        }
        Layout now = look.apply(told.collection());
        return now != null && !terms(now).equals(terms(known));
    }

    /** What the log tells of a layout: types and key, and not what may be empty. */
    private static List<Object> terms(Layout layout) {
        return List.of(
                Set.copyOf(
                        layout.fields().stream()
                                .map(field -> field.name() + " " + Agreed.text(field.type()))
                                .toList()),
                layout.key());
    }
}
