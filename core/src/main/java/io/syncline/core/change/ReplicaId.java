package io.syncline.core.change;

/**
 * The name of anything that holds rows: an endpoint, a device, the hub. Compared as text to break
 * ties.
 */
public record ReplicaId(String name) implements Comparable<ReplicaId> {
    /** Refuses an empty name. */
    public ReplicaId {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A replica needs a name");
        }
    }

    @Override
    public int compareTo(ReplicaId other) {
        return name.compareTo(other.name);
    }
}
