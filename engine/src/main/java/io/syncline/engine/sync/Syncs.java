package io.syncline.engine.sync;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Shapes;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one door to all syncs of a process: configure, run, look, verify. Safe for use by several
 * threads.
 *
 * <p>Methods that take a sync's id throw an {@link io.syncline.core.endpoint.EndpointException} of
 * kind MISCONFIGURED with code UNKNOWN_SYNC when there is none, and WRONG_STATE when its state does
 * not allow it.
 */
public interface Syncs extends AutoCloseable {
    /**
     * Looks at both ends and says what the first run of a sync that is not kept yet would find and
     * do. Writes nothing anywhere.
     */
    Check check(SyncDefinition definition);

    /**
     * Looks at both ends and says what the next run of a sync would find and do. Writes nothing
     * anywhere.
     *
     * @param full whether the run would copy everything
     */
    Check check(String syncId, boolean full);

    /**
     * What would become of rows on their way to each destination, in the sync's order; nothing is
     * kept or written.
     *
     * @param given how the source's collections look; null to ask the source
     */
    List<Shapes.Resolved> shapes(SyncDefinition definition, @Nullable Catalog given);

    /**
     * Keeps a sync and, if it runs all the time, starts it. Check first: this does not.
     *
     * @return its entry
     */
    Store.Entry configure(SyncDefinition definition);

    /** The sync, or null. */
    Store.@Nullable Entry find(String syncId);

    /** All syncs, oldest first. */
    List<Store.Entry> list();

    /**
     * Starts a run, or puts it into the line if too many others move rows. Of a sync that runs all
     * the time a full run copies everything again, and any other ends when the destinations have
     * what the source has by now.
     */
    Execution trigger(String syncId, Trigger trigger);

    /** The execution, with counts of this moment, or null. */
    @Nullable Execution execution(String executionId);

    /** The latest execution of a sync, with counts of this moment, or null. */
    @Nullable Execution lastExecution(String syncId);

    /** How each destination is doing. */
    List<FlowStatus> flows(String syncId);

    /**
     * When the next run is due, milliseconds since 1970 UTC; 0 if none is. The sync need not be
     * kept.
     */
    long nextRunMillis(SyncDefinition definition);

    /**
     * Stops a sync, so that it can go on where it was. Returns when nothing is being written any
     * more.
     */
    void pause(String syncId);

    /** Lets a paused or failed sync go on. */
    void resume(String syncId);

    /**
     * Stops a sync and removes everything it made, at the source, at the destinations' bookkeeping
     * and in the store.
     *
     * @param force whether to remove the sync although an end cannot be cleared now
     * @return with force, what is left there, which the store remembers; else nothing
     * @throws io.syncline.core.endpoint.EndpointException LEFT_BEHIND if an end cannot be cleared
     *     now, without force; the sync stays, paused
     */
    List<Registry.Left> delete(String syncId, boolean force);

    /** The same without force. */
    default void delete(String syncId) {
        List<Registry.Left> none = delete(syncId, false);
        assert none.isEmpty();
    }

    /**
     * Compares each destination with the source. Takes as long as reading both; a running sync goes
     * on meanwhile. Of one that does not run, what the source has changed since it stopped differs.
     */
    List<Verification> verify(String syncId);

    /**
     * Compares, and writes the source's rows where the destination differs. Returns the comparison
     * made afterwards. A sync that runs at times is run for it; a paused, failed or new one is
     * WRONG_STATE, since a repair writes through the sync.
     */
    List<Verification> repair(String syncId);

    /**
     * Says that what a sync is held for is meant to be: mass deletes are applied as they were
     * shown, and a source that changed is what the destinations are made equal to.
     *
     * @return how many destinations go on
     */
    int release(String syncId);

    /**
     * Says that what a sync is held for is not meant to be: it is paused, and nothing of it is
     * applied. If a re-sync of parts of tables would have deleted too much, that re-sync is given
     * up, and the sync can be resumed without it.
     *
     * @return how many destinations were held
     */
    int refuse(String syncId);

    /**
     * Gives a sync another definition of the same id. A sync that runs goes on by it where it was:
     * what is new is copied while the rest streams, what is not wanted any more is left as it is.
     * Tables whose rows the new definition gives otherwise are copied again, which writes what
     * differs and deletes what does not belong there any more, up to the sync's limit.
     */
    Store.Entry update(SyncDefinition definition);

    /**
     * Brings tables or parts of them again while the sync runs: what is equal is not written, and
     * what the source has no more is deleted, up to the sync's limit; beyond it a person is waited
     * for. Whole tables are copied again. Of parts, each row is compared, and brought as the source
     * has it by then if it differs; the stream goes on meanwhile, and later changes come by it.
     *
     * @return the run, which ends when all is brought
     * @throws io.syncline.core.endpoint.EndpointException UNKNOWN_COLLECTION; of parts of tables
     *     CAPABILITY_MISSING without a key, OPENING if a flow does not know its tables yet
     */
    Execution resync(String syncId, Resync wanted);

    /**
     * How the collections look that a sync copies which runs, by the source's names: as they were
     * when its flows opened. Empty if it does not run.
     *
     * @param await whether to wait a few seconds for flows that have just been started, and to
     *     throw an {@link io.syncline.core.endpoint.EndpointException} OPENING if none has come so
     *     far by then; else the answer is empty then
     */
    List<Layout> layouts(String syncId, boolean await);

    /** Copies tables again, whole and to all destinations. */
    default Execution resync(String syncId, List<String> tables) {
        return resync(syncId, new Resync(tables, List.of(), null));
    }

    /** What a person does about parked rows. */
    ParkedCare parked();

    /** What waits for people in two-way syncs, and what they do about it. */
    ReviewCare reviews();

    /**
     * Calls the listener for every event from now on, on a thread of the engine's; close the result
     * to stop.
     */
    AutoCloseable listen(Consumer<SyncEvent> listener);

    /** Starts all syncs that were running when the process ended. */
    void start();

    /** Stops everything; nothing durable changes. */
    @Override
    void close();
}
