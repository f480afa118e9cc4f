package io.syncline.server.api;

import io.syncline.engine.sync.Certificate;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept beside the syncs and only read here: parked rows, past events, certificates.
 * Thread-safe.
 */
public interface History {
    /** The parked rows of a sync after an entry, oldest first. */
    List<Parked> parked(String syncId, long afterId, int countMax);

    /** The parked row of this id, or null. */
    @Nullable Parked parkedRow(long id);

    /** The events of a sync after a sequence, oldest first. */
    List<SyncEvent> events(String syncId, long afterSequence, int countMax);

    /**
     * What the latest comparison of each destination found; none of one that was never compared.
     */
    List<Certificate> certificates(SyncDefinition definition);
}
