package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowBlock;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Chunks that go to the target as a whole, each by one lane: far less work than a change for each
 * row, but in no order with other writes of the same rows. So a collection's chunks go like this
 * only while nothing else of it is on its way, and what the stream tells of it waits until they are
 * there.
 *
 * <p>The target refuses a chunk as a whole if one of its rows is there already. That chunk and
 * those that were sent after it go row by row then, in their order, because a row that moved at the
 * source may be in two of them. Used by the feed's lane only.
 */
final class Loads {
    /** At most so many chunks of a busy collection go row by row before one is tried as a whole. */
    private static final int REST_MAX = 1024;

    private final Delivery delivery;
    private final ArrayDeque<Load> flying = new ArrayDeque<>();
    private final Set<String> elsewhere = new HashSet<>();
    private final Set<String> suited = new HashSet<>();
    private final Set<String> tried = new HashSet<>();
    private final Map<String, Rest> rests = new HashMap<>();

    private record Load(ChunkRead read, ChunkTicket ticket) {}

    /** How many chunks still go row by row, and how many will the next time. */
    private record Rest(int now, int next) {}

    /** None yet. */
    Loads(Delivery delivery) {
        this.delivery = delivery;
    }

    /** Whether one of them was refused: once all lanes are drained, they have to go again. */
    boolean refused() {
        return flying.stream().anyMatch(load -> load.ticket.refused());
    }

    /** Sends what was refused row by row, and all after it, while all lanes are drained. */
    void again() {
        boolean on = false;
        for (Load load : flying) {
            if (load.ticket.refused() && !on) {
                on = true;
                disturbed(load.read.there());
            }
            if (on) {
                load.ticket.again(delivery.shards());
                route(load.read, load.ticket);
            }
        }
        flying.clear();
    }

    /** Sends a chunk, as a whole if that can be. */
    void send(ChunkRead read, ChunkTicket ticket) {
        RowBlock block = may(read) ? read.block() : null;
        if (block == null) {
            route(read, ticket);
            return;
        }
        ticket.again(1);
        tried.add(read.there());
        flying.add(new Load(read, ticket));
        delivery.load(new Work.Load(read.there(), block), read.chunk().bytes(), ticket);
    }

    private void route(ChunkRead read, ChunkTicket ticket) {
        elsewhere.add(read.there());
        delivery.route(read, ticket);
    }

    /** Whether chunks like it may go as a whole, if nothing else is on its way. */
    boolean suits(ChunkRead read) {
        if (read.block() == null || !delivery.loads(read.there())) {
            return false;
        }
        suited.add(read.there());
        return true;
    }

    private boolean may(ChunkRead read) {
        String there = read.there();
        if (!suits(read)) {
            return false;
        }
        Rest rest = rests.get(there);
        if (rest != null && rest.now > 0) {
            rests.put(there, new Rest(rest.now - 1, rest.next));
            return false;
        }
        return !elsewhere.contains(there);
    }

    /** Whether the lanes have to be drained before the next chunk of a collection is read. */
    boolean awaitsCalm(String there) {
        Rest rest = rests.get(there);
        return elsewhere.contains(there)
                && (rest == null || rest.now == 0)
                && suited.contains(there)
                && delivery.loads(there);
    }

    /** All lanes are drained. */
    void calm() {
        elsewhere.clear();
        flying.clear();
    }

    /** Whether as many are on their way as there should be. */
    boolean full() {
        arrived();
        return flying.size() > delivery.shards();
    }

    /** Whether what the stream told has to wait for chunks that are on their way. */
    boolean holds(Act act) {
        arrived();
        if (flying.isEmpty() || !(act instanceof Act.Route route)) {
            return false;
        }
        Set<String> loading = new HashSet<>();
        flying.forEach(load -> loading.add(load.read.there()));
        Set<String> told = collections(route);
        told.retainAll(loading);
        return !told.isEmpty();
    }

    /** Something the stream told goes to the lanes. */
    void passes(Act.Route route) {
        Set<String> told = collections(route);
        told.forEach(this::disturbed);
        elsewhere.addAll(told);
    }

    private static Set<String> collections(Act.Route route) {
        Set<String> told = new HashSet<>();
        String last = "";
        for (Change change : route.changes()) {
            if (!change.id().collection().equals(last)) {
                last = change.id().collection();
                told.add(last);
            }
        }
        for (Shaped.Bad bad : route.bad()) {
            told.add(bad.change().id().collection());
        }
        return told;
    }

    private void disturbed(String there) {
        if (tried.remove(there)) {
            int next = rests.getOrDefault(there, new Rest(0, 0)).next;
            rests.put(there, new Rest(next, Math.clamp(2L * next, 1, REST_MAX)));
        }
    }

    private void arrived() {
        while (!flying.isEmpty() && Objects.requireNonNull(flying.peek()).ticket.durable()) {
            flying.remove();
        }
    }
}
