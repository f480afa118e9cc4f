package io.syncline.engine.facing;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import io.syncline.engine.reconcile.Facing;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Between the rows of one end and the sync's.
 *
 * @param byOurs the collections by the first end's names
 * @param shared the same by the sync's
 * @param links what linked rows are called
 * @param unnamed counts rows whose key the other end could not hold
 */
record Sight(
        Which which,
        Map<String, CollectionFace> byOurs,
        Map<String, CollectionFace> shared,
        KeyLinks links,
        LongAdder unnamed)
        implements Facing {
    @Override
    public @Nullable RowId shared(RowId own) {
        CollectionFace face = known(own);
        if (face == null) {
            return null;
        }
        RowId id = face.shared(which, own);
        if (id == null) {
            unnamed.increment();
        }
        return id;
    }

    @Override
    public RowId own(RowId id) {
        return face(id.collection()).own(which, id);
    }

    @Override
    public boolean translates() {
        return which == Which.OURS
                && shared.values().stream().anyMatch(face -> face.linked().translated());
    }

    @Override
    public void expectOwn(Collection<RowId> ids, Collection<Image> images) {
        if (which == Which.OURS) {
            expect(ids, images, this::known, which);
        }
    }

    @Override
    public void expectShared(Collection<RowId> ids, Collection<Image> images) {
        if (which == Which.OURS) {
            expect(ids, images, id -> shared.get(id.collection()), Which.THEIRS);
        }
    }

    /**
     * @param from in whose form the rows are; the sync's is the other end's
     */
    private void expect(
            Collection<RowId> ids,
            Collection<Image> images,
            Function<RowId, @Nullable CollectionFace> faces,
            Which from) {
        Map<String, Set<Value>> keys = new HashMap<>();
        Iterator<Image> rows = images.iterator();
        for (RowId id : ids) {
            CollectionFace face = faces.apply(id);
            Image image = rows.hasNext() ? rows.next() : Image.absent();
            if (face != null) {
                face.linked().keys(from, id, image, keys);
            }
        }
        keys.forEach((collection, all) -> links.expect(collection, from, all));
    }

    @Override
    public Image shared(RowId id, Image own) {
        return face(id.collection()).shared(which, own);
    }

    @Override
    public Image written(RowId id, Image own, Image after, long millis) {
        return face(id.collection()).practice(which).written(own, after, millis);
    }

    @Override
    public @Nullable Change meant(Change change) {
        CollectionFace face = known(change.id());
        return face == null ? change : face.practice(which).meant(change);
    }

    private @Nullable CollectionFace known(RowId own) {
        return (which == Which.OURS ? byOurs : shared).get(own.collection());
    }

    @Override
    public boolean belongs(RowId id, Image image) {
        return !image.isAbsent()
                && (!face(id.collection()).filtered()
                        || face(id.collection()).memberShared(image) != Membership.OUT);
    }

    @Override
    public boolean keepsLeaving(String collection) {
        return face(collection).keepsLeaving();
    }

    @Override
    public Set<String> given(String collection) {
        return which == Which.OURS ? Set.of() : face(collection).forwardOnly();
    }

    @Override
    public Image own(RowId id, Image image) {
        return face(id.collection()).own(which, image);
    }

    private CollectionFace face(String collection) {
        return CollectionFace.known(shared, collection);
    }
}
