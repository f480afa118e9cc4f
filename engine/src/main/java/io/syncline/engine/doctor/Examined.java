package io.syncline.engine.doctor;

import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.engine.sync.EndpointSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at one endpoint has found.
 *
 * @param name what people call it
 * @param spec what was opened, with its settings
 * @param answers whether it answered
 * @param version what it says it is, or why it did not answer; never a secret
 * @param skewMillis how far its clock is ahead of ours; 0 if it has none to ask
 * @param tookMillis how long the look took
 * @param orphans what syncs of this store have made that are no more
 * @param findings everything a person should know, worst first
 */
public record Examined(
        String name,
        EndpointSpec spec,
        boolean answers,
        String version,
        long skewMillis,
        long tookMillis,
        List<Leftovers.Made> orphans,
        List<Finding> findings) {
    /** Copies the lists. */
    public Examined {
        orphans = List.copyOf(orphans);
        findings = List.copyOf(findings);
    }

    /**
     * What became of an orphan.
     *
     * @param problem why it could not be removed; null if it was
     */
    public record Removed(String endpoint, Leftovers.Made orphan, @Nullable String problem) {}
}
