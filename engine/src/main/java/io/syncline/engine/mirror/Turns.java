package io.syncline.engine.mirror;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Which collection of a first copy has the next chunk. They take turns, but rows come after all
 * that they may refer to: the target would refuse them until then. In a circle somebody begins.
 * Used by one thread.
 */
final class Turns {
    private final Map<String, Set<String>> parents;
    private final Queue<String> waiting = new ArrayDeque<>();

    /**
     * None yet.
     *
     * @param parents of each collection the others that it refers to
     */
    Turns(Map<String, Set<String>> parents) {
        this.parents = parents;
    }

    /** Adds a collection that is not there. */
    void add(String collection) {
        waiting.add(collection);
    }

    /** Whether all have had their last chunk. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whose turn it is; the same until it is {@link #taken}. There is one. */
    String next() {
        for (int i = 0; i < waiting.size() && waits(waiting.element()); i++) {
            waiting.add(waiting.remove());
        }
        return waiting.element();
    }

    private boolean waits(String collection) {
        return parents.getOrDefault(collection, Set.of()).stream().anyMatch(waiting::contains);
    }

    /**
     * It has had its turn.
     *
     * @param last whether it needs no other
     */
    void taken(boolean last) {
        String collection = next();
        waiting.remove();
        if (!last) {
            waiting.add(collection);
        }
    }
}
