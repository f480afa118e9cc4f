package io.syncline.engine.reconcile;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.merge.Which;
import io.syncline.engine.mirror.DeleteCount;
import java.util.List;
import java.util.function.Predicate;

/**
 * One of the two ends that a sync keeps equal: it tells its changes, is read by key, and takes
 * conditional writes.
 *
 * @param which which of the two
 * @param replica its name in versions and in the history
 * @param endpoint the system; must be a {@link Source}, a {@link Lookup}, a {@link Target}, and
 *     have {@link Checkpoints} and be {@link Transacting}
 * @param facing between its rows and the sync's
 * @param flow names what belongs to the sync there
 * @param collections the wanted collections, by its own names
 * @param layouts those of them whose rows are to be counted when both ends meet: then the endpoint
 *     must be {@link io.syncline.core.endpoint.Snapshots}
 * @param relayouts whether a layout that the log tells is another than the sync goes by
 * @param deletes counts what its users delete, so that the loop stops before it is too much
 * @param kin the other flows that write there, if it is the centre of a star
 */
public record End(
        Which which,
        ReplicaId replica,
        Endpoint endpoint,
        Facing facing,
        String flow,
        List<String> collections,
        List<Layout> layouts,
        Predicate<Layout> relayouts,
        DeleteCount deletes,
        List<Kin> kin) {
    /** An end whose rows are not counted, and whose tables never change. */
    public End(
            Which which,
            ReplicaId replica,
            Endpoint endpoint,
            Facing facing,
            String flow,
            List<String> collections) {
        this(which, replica, endpoint, facing, flow, collections, List.of(), _ -> false);
    }

    /**
     * An end that no other flow of the sync writes to, and whose users may delete what they like.
     */
    public End(
            Which which,
            ReplicaId replica,
            Endpoint endpoint,
            Facing facing,
            String flow,
            List<String> collections,
            List<Layout> layouts,
            Predicate<Layout> relayouts) {
        this(
                which,
                replica,
                endpoint,
                facing,
                flow,
                collections,
                layouts,
                relayouts,
                DeleteCount.unlimited(),
                List.of());
    }

    /** Copies the lists. */
    public End {
        collections = List.copyOf(collections);
        layouts = List.copyOf(layouts);
        kin = List.copyOf(kin);
    }

    /** Who made what its log tells with this origin, as far as that log can say. */
    ReplicaId maker(ReplicaId origin) {
        return kin.stream()
                .filter(each -> each.mark().equals(origin))
                .map(Kin::outer)
                .findFirst()
                .orElse(replica);
    }

    Source source() {
        return (Source) endpoint;
    }

    Lookup lookup() {
        return (Lookup) endpoint;
    }

    Transacting target() {
        return (Transacting) endpoint;
    }

    Checkpoints checkpoints() {
        return (Checkpoints) endpoint;
    }
}
