package io.syncline.engine.store;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the engine keeps durably. Every method is one transaction: when it returns, its effect
 * survives a crash. Safe for use by several threads.
 *
 * <p>Two counters keep those out who do not know yet that another has followed them. Who runs a
 * sync is its {@link Owner}; what concerns the life of the sync, and who has its flows, is the
 * latest owner's to write. What is noted of a flow's rows is noted for its epoch, which only an
 * owner can raise. A write of an earlier owner or epoch changes nothing and throws an {@link
 * io.syncline.core.endpoint.EndpointException} of kind FENCED; one for a sync or flow that is not
 * there (any more) one of code UNKNOWN_SYNC. A store that does not answer throws one of kind
 * TRANSIENT and code STORE_UNREACHABLE.
 */
public interface Store extends AutoCloseable {
    /**
     * A sync and where it is in its life.
     *
     * @param problem why it failed, or null
     */
    record Entry(SyncDefinition definition, SyncState state, @Nullable String problem) {}

    /**
     * How far the snapshot of one collection has come for one flow.
     *
     * @param position where to go on; null at the beginning or when done
     * @param rows copied so far
     * @param done whether all are copied
     * @param millis how long it took so far
     */
    record SnapshotProgress(
            @Nullable SnapshotPosition position, long rows, boolean done, long millis) {}

    /** Keeps a new sync, in state CONFIGURED. Its endpoints' settings are sealed. */
    void add(SyncDefinition definition);

    /** The sync of this id, or null. */
    @Nullable Entry sync(String id);

    /** Keeps another definition of the owner's sync in place of the one it has. */
    void replace(Owner owner, SyncDefinition definition);

    /** All syncs, oldest first. */
    List<Entry> syncs();

    /** Takes a sync over from whoever ran it: earlier owners write nothing from now on. */
    Owner takeOver(String syncId);

    /**
     * Notes where the owner's sync is in its life.
     *
     * @param problem why it failed, or null
     */
    void state(Owner owner, SyncState state, @Nullable String problem);

    /**
     * Removes a sync and all that belongs to it: flows with their pairs, executions, parked rows,
     * events. Needs no owner, since it ends all of them; does nothing if there is no such sync.
     */
    void remove(String id);

    /** Keeps an execution of the owner's sync, new or changed. */
    void save(Owner owner, Execution execution);

    /** The execution of this id, or null. */
    @Nullable Execution execution(String id);

    /** The latest executions of a sync, newest first. */
    List<Execution> executions(String syncId, int countMax);

    /**
     * Raises the epoch of a flow of the owner's sync and returns it; the first is 1. What is noted
     * for an earlier epoch from then on is refused, as FENCED.
     */
    long nextEpoch(Owner owner, String flow);

    /**
     * Raises the epoch of a flow of the owner's sync above all that any store can have had, and
     * returns it: for a restored flow, whose destination knows later epochs than this store. Stores
     * restored at different times raise it to different numbers.
     *
     * @param above the latest epoch that the destination has seen
     */
    long nextEpoch(Owner owner, String flow, long above);

    /** Whether a flow has not been taken over since this store was restored from a backup. */
    boolean restored(String flow);

    /**
     * Notes that a restored flow was taken over at its destination by the owner of this epoch. What
     * was parked since the backup is not known, so the log counts as lost, in the same transaction.
     */
    void reclaimed(String flow, long epoch);

    /** Notes how far a collection's snapshot has come, for the owner of this epoch. */
    void progress(String flow, long epoch, String collection, SnapshotProgress progress);

    /** How far each collection's snapshot has come; empty for a flow nobody knows. */
    Map<String, SnapshotProgress> progress(String flow);

    /**
     * Forgets the snapshot of a flow of the owner's sync, so that the next run copies everything; a
     * flow that has never run has none.
     */
    void restart(Owner owner, String flow);

    /**
     * Notes for the owner of this epoch that the source's log was lost: forgets the flow's
     * snapshot, and remembers that the target may have rows which the source has deleted unseen.
     */
    void lost(String flow, long epoch);

    /** What was agreed of each collection; empty for a flow nobody knows. */
    Map<String, Agreed> agreed(String flow);

    /**
     * Notes what was agreed of a collection, for the owner of this epoch.
     *
     * @param again whether to forget its snapshot in the same moment, so that it is copied again
     */
    void agree(String flow, long epoch, String collection, Agreed agreed, boolean again);

    /** Forgets a collection that a flow has no more, and its snapshot, for this epoch's owner. */
    void disregard(String flow, long epoch, String collection);

    /** Whether log was lost and the target has not been swept of such rows since. */
    boolean sweepDue(String flow);

    /** Notes for the owner of this epoch that the target is swept. */
    void swept(String flow, long epoch);

    /** What is noted of a flow under a name, or null. */
    @Nullable String note(String flow, String name);

    /**
     * Notes something of a flow of the owner's sync under a name; null forgets it. Of a flow that
     * has never run nothing is noted.
     */
    void note(Owner owner, String flow, String name, @Nullable String text);

    /**
     * Parks a row for the flow's owner of this epoch, or folds into the entry the row already has
     * (same flow and id): the entry keeps its own id and time and takes change, code and detail
     * from the argument, whose own id is ignored.
     *
     * @return the entry as kept
     */
    Parked park(long epoch, Parked parked);

    /** The parked rows of a sync after an entry, oldest first. */
    List<Parked> parked(String syncId, long afterId, int countMax);

    /** The ids of rows parked for a flow. */
    List<RowId> parkedRows(String flow);

    /** The parked row of this id, or null. */
    @Nullable Parked parkedRow(long id);

    /** Takes an entry away because its row is applied, for the flow's owner of this epoch. */
    void settle(long epoch, Parked parked);

    /** Takes an entry away because a person wants that. */
    void discard(long id);

    /**
     * Appends an event; its sequence is given by the store and returned with it. Anybody may say
     * what happened: an event changes nothing, so it needs no owner and no sync.
     */
    SyncEvent append(String syncId, String type, long millis, Map<String, String> data);

    /** Events after a sequence, oldest first; of one sync, or of all when the id is null. */
    List<SyncEvent> events(@Nullable String syncId, long afterSequence, int countMax);

    /** What is kept of rows that two ends share; usable until the store is closed. */
    Pairs pairs();

    /** What is kept beside the syncs; usable until the store is closed. */
    Registry registry();

    @Override
    void close();
}
