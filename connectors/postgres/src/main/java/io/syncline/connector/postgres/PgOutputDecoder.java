package io.syncline.connector.postgres;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the messages of the plug-in {@code pgoutput}, protocol 1, into batches. Bytes in, batches
 * out; knows no connection. Used by one thread.
 *
 * <p>Rows keep the message's bytes and are decoded when somebody looks; only keys are decoded here.
 */
final class PgOutputDecoder {
    /** A transaction larger than this is handed over in parts, so that memory stays bounded. */
    private static final long PART_BYTES_MAX = 4 << 20;

    /** About what a change costs beside its message's bytes. */
    private static final int CHANGE_BYTES = 600;

    /** Milliseconds from 1970 to 2000, where PostgreSQL starts to count. */
    private static final long EPOCH_MILLIS = 946_684_800_000L;

    /** Present before, and nothing known of it. */
    private static final Image SOMETHING = Image.partial(Row.of(Header.of(), List.of()));

    private final Author author;
    private final PgRelations relations;
    private final Set<String> wanted;
    private final Map<String, Position> after;
    private final Map<Integer, @Nullable PgRelation> known = new HashMap<>();
    private final Map<Integer, String> typeNames = new HashMap<>();
    private final Map<String, PgRelation> told = new HashMap<>();
    private final Deque<Batch> ready = new ArrayDeque<>();

    private List<Change> changes = new ArrayList<>();
    private long bytes;
    private boolean open;
    private boolean parts;
    private long transaction;
    private long commit;
    private long millis;

    /**
     * A decoder of one stream.
     *
     * @param replica the origin of changes that no flow of ours signed
     * @param selection the collections to tell, and from where on; others are passed over
     */
    PgOutputDecoder(ReplicaId replica, PgRelations relations, Selection selection) {
        this.author = new Author(replica, selection.echoes());
        this.relations = relations;
        this.wanted = new HashSet<>(selection.collections());
        this.after = selection.after();
    }

    /** The next batch, or null if more messages are needed. */
    @Nullable Batch poll() {
        return ready.pollFirst();
    }

    /** Whether nothing is held back: no batch waits and no transaction is open. */
    boolean idle() {
        return ready.isEmpty() && !open;
    }

    /**
     * Takes one message.
     *
     * @param message a block of bytes that is never changed again
     * @param at where the message starts in it; it goes to the end
     * @throws EndpointException of kind BUG for a message this version does not know
     */
    void message(byte[] message, int at) {
        try {
            told(message, at);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new EndpointException(
                    Kind.BUG, Code.BAD_STREAM, "The stream has a message that is not whole", e);
        }
    }

    private void told(byte[] message, int at) {
        switch (message[at]) {
            case 'B' -> begin(message, at);
            case 'C' -> commit(message, at);
            case 'O' -> author.origin(string(message, at + 9));
            case 'R' -> relation(message, at);
            case 'Y' -> type(message, at);
            case 'I', 'U', 'D' -> change(message, at);
            case 'T' -> truncate(message, at);
            case 'M' -> author.says(message, at);
            default -> throw bad("The stream has a message of the unknown kind " + message[at]);
        }
    }

    private void begin(byte[] message, int at) {
        open = true;
        parts = false;
        commit = PgBinary.int8(message, at + 1);
        millis = Math.max(0, EPOCH_MILLIS + Math.floorDiv(PgBinary.int8(message, at + 9), 1000L));
        author.begin(millis);
        transaction = Integer.toUnsignedLong(PgBinary.int4(message, at + 17));
    }

    private void commit(byte[] message, int at) {
        open = false;
        long end = PgBinary.int8(message, at + 10);
        boolean any = parts || !changes.isEmpty();
        ready.add(
                any
                        ? rows(PgLsn.position(end, transaction))
                        : new Batch.Quiet(PgLsn.position(end)));
    }

    /** Names a transaction of before the stream's beginning that reads may not see yet. */
    void before(long earlier) {
        ready.add(new Batch.Rows(List.of(), earlier, null, 0, 0));
    }

    /** Hands over what there is of an open transaction, which then goes on. */
    private void part() {
        if (!changes.isEmpty()) {
            parts = true;
            ready.add(rows(null));
        }
    }

    /** What there is, which is then no more kept. */
    private Batch rows(@Nullable Position position) {
        List<Change> taken = changes;
        long held = bytes;
        changes = new ArrayList<>();
        bytes = 0;
        return new Batch.Rows(taken, transaction, position, millis, held, author.by());
    }

    private void type(byte[] message, int at) {
        typeNames.put(PgBinary.int4(message, at + 1), string(message, end(message, at + 5) + 1));
    }

    private void relation(byte[] message, int at) {
        PgRelationMessage read = PgRelationMessage.read(message, at);
        if (!wanted.contains(read.collection())) {
            known.put(read.oid(), null);
            return;
        }
        Position from = after.get(read.collection());
        PgRelation relation =
                new PgRelation(
                        relations.describe(read, typeNames), from == null ? 0 : PgLsn.of(from));
        known.put(read.oid(), relation);
        PgRelation before = told.put(read.collection(), relation);
        // The estimate of rows moves by itself and is no change of the layout.
        if (before == null
                || !before.layout().fields().equals(relation.layout().fields())
                || !before.layout().key().equals(relation.layout().key())) {
            part();
            ready.add(new Batch.Relayout(relation.layout()));
        }
    }

    private void truncate(byte[] message, int at) {
        if (author.passedOver()) {
            return;
        }
        int count = PgBinary.int4(message, at + 1);
        List<String> collections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PgRelation relation = known.get(PgBinary.int4(message, at + 6 + 4 * i));
            if (relation != null && relation.tells(commit)) {
                collections.add(relation.layout().collection());
            }
        }
        if (!collections.isEmpty()) {
            part();
            parts = true;
            ready.add(new Batch.Truncated(List.copyOf(collections), transaction));
        }
    }

    private void change(byte[] message, int at) {
        int oid = PgBinary.int4(message, at + 1);
        PgRelation relation = known.get(oid);
        if (author.passedOver()) {
            return;
        }
        if (relation == null && !known.containsKey(oid)) {
            throw bad("The stream has a row of a table it did not describe");
        }
        if (relation == null || !relation.tells(commit)) {
            return;
        }
        PgTuples tuples = PgTuples.read(message, at + 5, relation.width());
        changes.add(
                switch (message[at]) {
                    case 'I' -> insert(relation, message, tuples);
                    case 'U' -> update(relation, message, tuples);
                    default -> delete(relation, message, tuples);
                });
        bytes += message.length + CHANGE_BYTES;
        if (bytes >= PART_BYTES_MAX) {
            part();
        }
    }

    private Change insert(PgRelation relation, byte[] message, PgTuples tuples) {
        int[] spans = tuples.fresh();
        return Change.of(
                relation.id(message, spans),
                Image.absent(),
                Image.whole(relation.row(message, spans)),
                author.version());
    }

    private Change update(PgRelation relation, byte[] message, PgTuples tuples) {
        int[] spans = tuples.fresh();
        BitSet missing = tuples.fillFromOld();
        Image after =
                missing == null
                        ? Image.whole(relation.row(message, spans))
                        : Image.partial(relation.row(message, spans, missing));
        RowId id = relation.id(message, tuples.keySpans());
        int[] old = tuples.old();
        if (old == null) {
            return Change.of(id, SOMETHING, after, author.version());
        }
        RowId from = relation.id(message, old);
        return new Change(
                id,
                from.equals(id) ? null : from,
                before(relation, message, tuples),
                after,
                author.version());
    }

    private Change delete(PgRelation relation, byte[] message, PgTuples tuples) {
        int[] old = tuples.old();
        if (old == null) {
            throw bad("The stream deletes a row without saying which");
        }
        return Change.of(
                relation.id(message, old),
                before(relation, message, tuples),
                Image.absent(),
                author.version());
    }

    /** Of a key tuple only the key is known: its other columns read as null and are not. */
    private static Image before(PgRelation relation, byte[] message, PgTuples tuples) {
        int[] old = tuples.old();
        if (old == null) {
            return SOMETHING;
        }
        return tuples.oldIsWhole()
                ? Image.whole(relation.row(message, old))
                : Image.partial(relation.row(message, old, relation.keyed(relation.width())));
    }

    static int end(byte[] message, int at) {
        int end = at;
        while (message[end] != 0) {
            end++;
        }
        return end;
    }

    static String string(byte[] message, int at) {
        return new String(message, at, end(message, at) - at, StandardCharsets.UTF_8);
    }

    static EndpointException bad(String message) {
        return new EndpointException(Kind.BUG, Code.BAD_STREAM, message);
    }
}
