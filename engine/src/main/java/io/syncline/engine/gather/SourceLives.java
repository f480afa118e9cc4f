package io.syncline.engine.gather;

import io.syncline.core.endpoint.Identity;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;

/**
 * Which databases the sources of a flow are, and how far they have come in their lives: whether one
 * was restored, promoted or is another server since. Then its log does not tell what is different.
 */
record SourceLives(Store store, Owner owner, String flow) {
    private static String note(Contributor contributor) {
        return "life_" + contributor.flow();
    }

    /** Whether a source is not the database that was read last, up to these places. */
    boolean another(Contributor each, Places stored) {
        String before = store.note(flow, note(each));
        return before != null
                && each.endpoint() instanceof Identity identity
                && identity.changed(
                                before,
                                identity.identity(each.flow()),
                                stored.all().get(each.flow()))
                        != null;
    }

    /** From now on the source is this one. */
    void remember(Contributor each) {
        if (each.endpoint() instanceof Identity identity) {
            store.note(owner, flow, note(each), identity.identity(each.flow()));
        }
    }
}
