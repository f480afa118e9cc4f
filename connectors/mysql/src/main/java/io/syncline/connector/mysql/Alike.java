package io.syncline.connector.mysql;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes of a batch that one statement can do: of one table, one form, and with the same fields.
 *
 * @param codecs those of the fields, in the rows' order; none for deletes
 */
record Alike(List<Codec> codecs, List<Draft> drafts) {
    /** What writes have in common that are alike. */
    private record Likeness(String collection, Pending.Form form, @Nullable Header header) {
        static Likeness of(Draft draft) {
            Row row = draft.write().change().after().row();
            return new Likeness(
                    draft.shape().layout().collection(),
                    draft.form(),
                    row == null ? null : row.header());
        }
    }

    private static final Comparator<Draft> ORDER =
            Comparator.comparingInt(Alike::turn)
                    .thenComparingInt(Alike::rank)
                    .thenComparing(Draft::form);

    private static Alike with(Draft first) {
        return new Alike(Pending.codecs(first.shape(), first.write()), new ArrayList<>());
    }

    /**
     * All writes of a batch, together where they are alike, wherever they stand: what frees unique
     * values first, and parents before children. Rows that others may refer to are deleted last,
     * children before parents: before, a foreign key could take along what has been given another
     * parent.
     */
    static List<Alike> all(List<Write> writes, Shapes shapes) {
        Map<Likeness, Alike> byLikeness = new LinkedHashMap<>();
        Shape shape = null;
        for (int i = 0; i < writes.size(); i++) {
            String collection = writes.get(i).change().id().collection();
            if (shape == null || !shape.layout().collection().equals(collection)) {
                shape = shapes.of(collection);
            }
            Draft draft = Draft.of(i, writes.get(i), shape);
            byLikeness.computeIfAbsent(Likeness.of(draft), _ -> with(draft)).drafts.add(draft);
        }
        List<Alike> all = new ArrayList<>(byLikeness.values());
        all.sort(Comparator.comparing(alike -> alike.drafts.getFirst(), ORDER));
        all.forEach(Alike::sort);
        return all;
    }

    private static int turn(Draft each) {
        if (deletes(each)) {
            return each.shape().table().referenced() ? 3 : 0;
        }
        return each.form() == Pending.Form.MOVE ? 1 : 2;
    }

    private static boolean deletes(Draft each) {
        return each.write().change().after().isAbsent();
    }

    private static int rank(Draft each) {
        int rank = each.shape().table().rank();
        return deletes(each) ? -rank : rank;
    }

    /**
     * In the order of their keys, which costs the server a sixth less; but rows that can be in each
     * other's way, or refer to each other, stay in the source's order, which did them good.
     */
    private void sort() {
        Draft first = drafts.getFirst();
        Table table = first.shape().table();
        boolean ring = table.referenced() && !table.references().isEmpty();
        boolean plain =
                switch (first.form()) {
                    case STORE, CHANGE, DELETE -> !first.shape().uniqueBesideKey();
                    case MOVE, DEMAND -> false;
                };
        if (plain && !ring) {
            drafts.sort(Draft::byKey);
        }
    }
}
