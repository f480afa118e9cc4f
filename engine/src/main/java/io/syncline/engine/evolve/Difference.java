package io.syncline.engine.evolve;

import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Agreed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One way in which a collection is not as it was agreed. */
public sealed interface Difference {
    /** In words, for people: what has changed. */
    String text();

    /** The source has a field that was not there. */
    record Added(String field, String type) implements Difference {
        @Override
        public String text() {
            return "has a new column " + field + " (" + type + ")";
        }
    }

    /** The source has a field no more. It may have been renamed: the other half is an addition. */
    record Gone(String field) implements Difference {
        @Override
        public String text() {
            return "has no column " + field + " any more";
        }
    }

    /** A field's type has changed. */
    record Retyped(String field, String from, String to) implements Difference {
        @Override
        public String text() {
            return "has changed the column " + field + " from " + from + " to " + to;
        }
    }

    /** A field may be empty now. */
    record Relaxed(String field) implements Difference {
        @Override
        public String text() {
            return "lets the column " + field + " be empty";
        }
    }

    /** Rows are told apart by other fields. */
    record Rekeyed(List<String> from, List<String> to) implements Difference {
        /** Copies both. */
        public Rekeyed {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        @Override
        public String text() {
            return "has changed its key from " + from + " to " + to;
        }
    }

    /** A collection that was not there. */
    record Appeared() implements Difference {
        @Override
        public String text() {
            return "is new";
        }
    }

    /** A collection is there no more. It may have been renamed. */
    record Vanished() implements Difference {
        @Override
        public String text() {
            return "is there no more";
        }
    }

    /**
     * How a collection differs from what was agreed; nothing if it does not.
     *
     * @param agreed null for one that nothing was agreed about
     * @param now null for one that is not there
     */
    static List<Difference> between(@Nullable Agreed agreed, @Nullable Layout now) {
        boolean before = agreed != null && agreed.standing() != Agreed.Standing.GONE;
        if (agreed == null || now == null || !before) {
            return before == (now != null)
                    ? List.of()
                    : List.of(now == null ? new Vanished() : new Appeared());
        }
        Agreed then = Agreed.of(now);
        List<Difference> found = new ArrayList<>();
        if (!agreed.key().equals(then.key())) {
            found.add(new Rekeyed(agreed.key(), then.key()));
        }
        for (Map.Entry<String, String> field : then.fields().entrySet()) {
            String was = agreed.fields().get(field.getKey());
            if (was == null) {
                found.add(new Added(field.getKey(), type(field.getValue())));
            } else if (!type(was).equals(type(field.getValue()))) {
                found.add(new Retyped(field.getKey(), type(was), type(field.getValue())));
            } else if (!was.endsWith("?") && field.getValue().endsWith("?")) {
                found.add(new Relaxed(field.getKey()));
            }
        }
        for (String name : agreed.fields().keySet()) {
            if (!then.fields().containsKey(name)) {
                found.add(new Gone(name));
            }
        }
        return found;
    }

    private static String type(String kept) {
        return kept.endsWith("?") ? kept.substring(0, kept.length() - 1) : kept;
    }
}
