package io.syncline.connector.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One stream of a database that tells what several flows ask for, and hands each its part: whole
 * transactions, in the order of their commits. It reads from a slot that ends with its session and
 * holds no log: what flows may still need is held by their own slots.
 *
 * <p>Used by one thread.
 */
final class SharedStream implements AutoCloseable {
    /** A transaction with more for a flow is read by the flow itself, which takes it in parts. */
    private static final long TRANSACTION_BYTES_MAX = 1 << 20;

    /**
     * A table, as the stream described it last.
     *
     * @param types what it said of types until then
     */
    private record Relation(
            int oid, String collection, byte[] message, Map<Integer, byte[]> types) {}

    /** What a transaction has for one flow. */
    private static final class Part {
        private final boolean expected;
        private final List<byte[]> messages = new ArrayList<>();
        private final Map<Integer, Relation> described = new HashMap<>();
        private long bytes;

        private Part(boolean expected) {
            this.expected = expected;
        }

        private boolean tooLarge() {
            return bytes > TRANSACTION_BYTES_MAX;
        }
    }

    private final PgMessages stream;
    private final Set<String> flows;
    private final Map<Integer, byte[]> types = new HashMap<>();
    private final Map<Integer, Relation> relations = new HashMap<>();
    private final Map<Integer, List<Follower>> routes = new HashMap<>();
    private final Map<Follower, Part> parts = new LinkedHashMap<>();
    private List<Follower> followers = List.of();
    private List<byte[]> opening = new ArrayList<>();
    private boolean followed;
    private boolean open;
    private long commit;
    private long reached;

    /**
     * @param flows whose publications it reads
     * @param from where it starts
     */
    SharedStream(PgMessages stream, Set<String> flows, long from) {
        this.stream = stream;
        this.flows = Set.copyOf(flows);
        this.reached = from;
    }

    /** Whose publications it reads. */
    Set<String> flows() {
        return flows;
    }

    /** Everything up to here was handed to whoever followed. */
    long reached() {
        return reached;
    }

    /** What comes from now on goes to these; called between two transactions. */
    void followedBy(List<Follower> now) {
        followed = true;
        followers = now;
        routes.clear();
    }

    /** Whether it was told who follows. */
    boolean followed() {
        return followed;
    }

    /** Whether no transaction is under way. */
    boolean between() {
        return !open;
    }

    /** Whether the server has shown since this was last asked that it lives. */
    boolean anything() {
        return stream.anything();
    }

    /** Whether the server waits for an answer. */
    boolean asked() {
        return stream.asked();
    }

    /** Answers the server, which may forget all that was handed over. */
    void tell(long wallMillis, boolean answer) throws SQLException {
        stream.tell(reached, reached, wallMillis, answer);
    }

    /** Waits for more to come. */
    void await(long nanos) throws SQLException {
        stream.await(nanos);
    }

    /**
     * Hands over one transaction, if one is there.
     *
     * @return false if there is nothing more just now
     */
    boolean transaction() throws SQLException {
        byte[] message;
        while ((message = stream.next()) != null) {
            take(message);
            if (!open) {
                return true;
            }
        }
        if (!open) {
            reached = Math.max(reached, stream.heard());
        }
        return false;
    }

    private void take(byte[] message) {
        int at = stream.payload();
        switch (message[at]) {
            case 'B' -> {
                open = true;
                commit = PgBinary.int8(message, at + 1);
                opening = new ArrayList<>();
                opening.add(message);
            }
            case 'O' -> opening.add(message);
            case 'Y' -> types.put(PgBinary.int4(message, at + 1), message);
            case 'R' -> relation(message, at);
            case 'I', 'U', 'D' -> row(PgBinary.int4(message, at + 1), message);
            case 'T' -> truncated(message, at);
            case 'C' -> commit(message, at);
            default -> {}
        }
    }

    /** Whether a message tells no change but what tables or types look like. */
    static boolean describes(byte[] message) {
        return message[PgStream.PAYLOAD] == 'R' || message[PgStream.PAYLOAD] == 'Y';
    }

    private void relation(byte[] message, int at) {
        PgRelationMessage read = PgRelationMessage.read(message, at);
        relations.put(
                read.oid(),
                new Relation(read.oid(), read.collection(), message, Map.copyOf(types)));
        routes.remove(read.oid());
    }

    private List<Follower> route(int oid) {
        return routes.computeIfAbsent(
                oid,
                key -> {
                    Relation relation = relations.get(key);
                    if (relation == null) {
                        throw PgOutputDecoder.bad(
                                "The stream has a row of a table it did not describe");
                    }
                    return followers.stream()
                            .filter(each -> each.wants(relation.collection()))
                            .toList();
                });
    }

    private Part part(Follower follower) {
        return parts.computeIfAbsent(follower, each -> new Part(each.expects(commit)));
    }

    private void row(int oid, byte[] message) {
        for (Follower follower : route(oid)) {
            Part part = part(follower);
            if (!part.expected || part.tooLarge()) {
                continue;
            }
            part.bytes += message.length;
            if (part.tooLarge()) {
                part.messages.clear();
            } else {
                describe(follower, oid, part);
                part.messages.add(message);
            }
        }
    }

    /** Not the follower but what is made for him remembers it: it may never be handed over. */
    private void describe(Follower follower, int oid, Part part) {
        Relation relation = relations.get(oid);
        if (relation == null || relation.equals(part.described.get(oid))) {
            return;
        }
        if (part.described.containsKey(oid) || follower.lacks(oid, relation.message)) {
            part.messages.addAll(relation.types.values());
            part.messages.add(relation.message);
            part.described.put(oid, relation);
        }
    }

    private void truncated(byte[] message, int at) {
        int count = PgBinary.int4(message, at + 1);
        Map<Follower, List<Integer>> wanted = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int oid = PgBinary.int4(message, at + 6 + 4 * i);
            for (Follower follower : route(oid)) {
                wanted.computeIfAbsent(follower, _ -> new ArrayList<>()).add(oid);
            }
        }
        wanted.forEach(
                (follower, oids) -> {
                    Part part = part(follower);
                    if (part.expected && !part.tooLarge()) {
                        oids.forEach(oid -> describe(follower, oid, part));
                        part.messages.add(message);
                    }
                });
    }

    private void commit(byte[] message, int at) {
        long end = PgBinary.int8(message, at + 10);
        parts.forEach((follower, part) -> hand(follower, part, message, end));
        parts.clear();
        open = false;
        // Last: whoever looks and finds nothing waiting has been told everything up to here.
        reached = Math.max(reached, end);
    }

    private void hand(Follower follower, Part part, byte[] last, long end) {
        if (!part.expected) {
            return;
        }
        if (part.tooLarge()) {
            // Another stream may have told it since this one began to.
            if (follower.expects(commit)) {
                follower.letGo();
            }
            return;
        }
        List<byte[]> whole = new ArrayList<>(opening.size() + part.messages.size() + 1);
        whole.addAll(opening);
        whole.addAll(part.messages);
        whole.add(last);
        Map<Integer, byte[]> described = new HashMap<>();
        part.described.forEach((oid, relation) -> described.put(oid, relation.message));
        follower.add(whole, commit, end, described);
    }

    @Override
    public void close() {
        stream.close();
    }
}
