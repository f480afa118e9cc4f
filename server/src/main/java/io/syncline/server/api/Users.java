package io.syncline.server.api;

import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The syncs that use an endpoint with a name. */
final class Users {
    private Users() {}

    /** Those syncs, oldest first. */
    static List<Store.Entry> of(Backend parts, String name) {
        return parts.syncs().list().stream()
                .filter(entry -> entry.definition().ends().stream().anyMatch(end -> is(end, name)))
                .toList();
    }

    private static boolean is(EndpointSpec end, String name) {
        return name.equals(end.reference());
    }

    /** What to say of a name that nobody has. */
    static String unknown(String name, Collection<String> names) {
        return "There is no endpoint "
                + Words.quoted(name)
                + "; "
                + (names.isEmpty() ? "there is none at all." : "there are " + listed(names) + ".")
                + Words.didYouMean(name, names);
    }

    private static String listed(Collection<String> names) {
        return String.join(", ", names);
    }

    /** Whether a changed endpoint leads where it led. */
    static boolean samePlace(Registry.Named before, EndpointSpec after) {
        return before.type().equals(after.type())
                && Place.of(before.settings()).same(Place.of(after.settings()));
    }

    /**
     * Opens those that run all the time anew, so that a changed connection holds for them now. A
     * run that ends by itself goes on as it began.
     *
     * @return their names
     */
    static List<String> reopen(Backend parts, List<Store.Entry> users) {
        List<String> reopened = new ArrayList<>();
        for (Store.Entry entry : users) {
            SyncDefinition definition = entry.definition();
            boolean runs = entry.state() == SyncState.RUNNING || entry.state() == SyncState.STARTED;
            if (runs && definition.allTheTime()) {
                parts.syncs().pause(definition.id());
                parts.syncs().resume(definition.id());
                reopened.add(definition.name());
            }
        }
        return reopened;
    }
}
