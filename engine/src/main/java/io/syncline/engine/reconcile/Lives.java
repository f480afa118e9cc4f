package io.syncline.engine.reconcile;

import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Identity;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Which databases the two ends of a flow are, and how far they have come in their lives: whether
 * one was restored, promoted or is another server since. Then what was agreed may be of a time that
 * this end does not know of. From any thread.
 */
public record Lives(Store store, Owner owner, String flow) {
    /**
     * How an end is not the one that was read last, in words; null if it is, or cannot tell.
     *
     * @param name what the flow calls itself there
     * @param place how far its log is dealt with; null if nowhere
     */
    public @Nullable String changed(
            Which which, Endpoint end, String name, @Nullable Position place) {
        String before = store.note(flow, note(which));
        return before != null && end instanceof Identity identity
                ? identity.changed(before, identity.identity(name), place)
                : null;
    }

    /** From now on the end is this one. */
    public void remember(Which which, Endpoint end, String name) {
        if (end instanceof Identity identity) {
            store.note(owner, flow, note(which), identity.identity(name));
        }
    }

    private static String note(Which which) {
        return which == Which.OURS ? "life_a" : "life_b";
    }
}
