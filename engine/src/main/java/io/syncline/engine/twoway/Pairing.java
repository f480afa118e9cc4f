package io.syncline.engine.twoway;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.KeyLinks;
import io.syncline.engine.facing.Terms;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.verify.Paired;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How both ends of a two-way sync are read to be compared: as its loop sees their rows. */
public final class Pairing {
    private Pairing() {}

    /**
     * How both ends face each other as a sync's plan and options say; asks both.
     *
     * @param keys what linked rows are called
     */
    public static Facings faced(
            Plan plan,
            ShapeRules shape,
            Terms terms,
            Endpoint ours,
            Endpoint theirs,
            KeyLinks keys) {
        return Facings.of(
                plan,
                shape,
                theirs.catalog(),
                terms,
                Fineness.of(ours),
                Fineness.of(theirs),
                Linking.linkage(plan, terms.links(), ours, theirs, keys));
    }

    /**
     * The collections of a sync.
     *
     * @param wanted which of them, by the sync's names
     */
    public static List<Paired> of(
            Facings faced, Endpoint ours, Endpoint theirs, Predicate<String> wanted) {
        List<Paired> pairs = new ArrayList<>();
        List<Layout> here = faced.read(Which.OURS);
        List<Layout> there = faced.read(Which.THEIRS);
        List<Layout> shared = faced.layouts();
        for (int i = 0; i < shared.size(); i++) {
            if (wanted.test(shared.get(i).collection())) {
                pairs.add(
                        new Paired(
                                here.get(i).collection(),
                                shared.get(i),
                                end(ours, here.get(i), faced.of(Which.OURS)),
                                end(theirs, there.get(i), faced.of(Which.THEIRS))));
            }
        }
        return pairs;
    }

    private static Paired.End end(Endpoint endpoint, Layout layout, Facing facing) {
        return new Paired.End(
                endpoint,
                layout,
                row -> shared(Objects.requireNonNull(row), layout, facing),
                facing::shared,
                facing::own);
    }

    private static @Nullable Row shared(Row row, Layout layout, Facing facing) {
        List<Value> key = new ArrayList<>(layout.key().size());
        for (String name : layout.key()) {
            key.add(Objects.requireNonNull(row.get(name), () -> layout.collection() + " " + name));
        }
        RowId id = facing.shared(new RowId(layout.collection(), key));
        if (id == null) {
            return null;
        }
        Image image = facing.shared(id, Image.whole(row));
        return facing.belongs(id, image) ? image.row() : null;
    }
}
