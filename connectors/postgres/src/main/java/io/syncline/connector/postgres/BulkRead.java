package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Phases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Reads a backlog in large pieces: {@code COPY} over what a logical slot has. The server's sender
 * makes a system call of each change; this makes a few of each piece.
 *
 * <p>What is read so a slot forgets. So it is read from a copy of the flow's slot, which is
 * temporary and runs ahead: it ends with its session, and with it nothing is lost. The flow's own
 * slot goes only where the engine has said that all is durable.
 *
 * <p>Reads by a thread of its own, ahead of whoever takes the messages.
 */
final class BulkRead implements PgMessages {
    /** Where a row's only column starts: after the count of columns and its length. */
    private static final int PAYLOAD = 6;

    /** A binary copy begins with a signature, flags and the length of nothing. */
    private static final int HEADER = 19;

    /** What waits to be taken: about one piece, so that the target has work while one is read. */
    private static final long WAITING_BYTES_MAX = 32L << 20;

    private static final long BLOCK_BYTES = 256 << 10;
    private static final int MESSAGE_BYTES = 24;

    /** The first piece is small, so that the target has something to do soon. */
    private static final long PIECE_BYTES_MIN = 8L << 20;

    /** Each call decodes from where the slot last knew of no open transaction. */
    private static final long PIECE_BYTES = 24L << 20;

    private static final long PIECE_BYTES_MAX = 256L << 20;

    /** How often the flow's own slot follows. */
    private static final long FOLLOW_BYTES = 64L << 20;

    /** How long the end waits for what was read to become durable. */
    private static final int SETTLE_TRIES = 20;

    private static final long SETTLE_MILLIS = 100;

    private final AheadSlot slot;
    private final Phases phases;
    private final long rest;
    private final long pinnedBytesMax;
    private final Blocks blocks;
    private volatile long durable;
    private volatile boolean closed;
    private volatile boolean tooOld;
    private long followed;
    private List<byte[]> current = List.of();
    private int taken;
    private long reached;
    private long heard;

    private BulkRead(AheadSlot slot, long from, long rest, long pinnedBytesMax, Context context) {
        this.phases = context.phases();
        this.blocks = new Blocks(context.room().place(WAITING_BYTES_MAX));
        this.slot = slot;
        this.durable = from;
        this.followed = from;
        this.rest = rest;
        this.pinnedBytesMax = pinnedBytesMax;
    }

    /**
     * Begins to read behind a place.
     *
     * @param slot closed with this
     * @param rest with no more bytes of log than this left it is over
     * @param pinnedBytesMax with more log decoded again in each piece it is over too, as when a
     *     transaction is open for so long
     */
    static BulkRead start(
            AheadSlot slot,
            String name,
            long from,
            long rest,
            long pinnedBytesMax,
            Context context) {
        BulkRead read = new BulkRead(slot, from, rest, pinnedBytesMax, context);
        Thread thread = context.threads().newThread(read::run);
        thread.setName(name);
        thread.start();
        return read;
    }

    // ---------------------------------------------------------------- the thread that reads

    private void run() {
        phases.enter(Phases.Phase.CATCH_UP);
        try {
            read();
            blocks.end(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            blocks.end(e);
        } catch (SQLException | RuntimeException | Error e) {
            // Whatever it is: whoever takes would wait for ever.
            blocks.end(e);
        } finally {
            slot.close();
            phases.leave(Phases.Phase.CATCH_UP);
        }
    }

    private void read() throws SQLException, InterruptedException {
        AheadSlot.Place place = slot.place();
        if (Long.compareUnsigned(followed, place.confirmed()) > 0) {
            slot.skip(followed);
            place = slot.place();
        }
        long piece = PIECE_BYTES_MIN;
        while (!closed) {
            if (!blocks.add(new Blocks.Block(List.of(), 0, place.confirmed()))) {
                return;
            }
            if (place.pinned() > pinnedBytesMax) {
                tooOld = true;
                break;
            }
            if (place.left() > rest) {
                // What little would be left is read along.
                boolean last = place.left() < piece + piece / 2;
                copy(last ? place.head() : place.confirmed() + piece);
                piece = Math.min(2 * piece, larger(place.pinned()));
            } else if (settled(place.confirmed())) {
                break;
            }
            follow(FOLLOW_BYTES);
            place = slot.place();
        }
        follow(1);
    }

    private static long larger(long pinned) {
        return Math.clamp(pinned, PIECE_BYTES, PIECE_BYTES_MAX);
    }

    private void copy(long upTo) throws SQLException, InterruptedException {
        CopyOut copy = slot.read(upTo);
        List<byte[]> messages = new ArrayList<>();
        long bytes = 0;
        byte[] row = copy.readFromCopy();
        boolean first = true;
        for (; row != null; row = copy.readFromCopy()) {
            byte[] message = first ? Arrays.copyOfRange(row, HEADER, row.length) : row;
            first = false;
            if (message.length <= PAYLOAD) {
                // The end of the copy.
                continue;
            }
            messages.add(message);
            bytes += message.length + MESSAGE_BYTES;
            if (bytes >= BLOCK_BYTES) {
                if (!blocks.add(new Blocks.Block(messages, bytes, 0))) {
                    copy.cancelCopy();
                    return;
                }
                messages = new ArrayList<>(messages.size());
                bytes = 0;
            }
        }
        if (!messages.isEmpty()) {
            boolean wanted = blocks.add(new Blocks.Block(messages, bytes, 0));
            assert wanted || closed;
        }
    }

    /**
     * Whether the end has come to rest: what was read is durable, so that a stream of the flow's
     * slot need not decode it again; or nothing gets on any more, or that takes too long.
     */
    private boolean settled(long confirmed) throws SQLException, InterruptedException {
        long before = -1;
        for (int i = 0; i < SETTLE_TRIES && !closed; i++) {
            long now = durable;
            if (Long.compareUnsigned(now, confirmed) >= 0 || now == before && blocks.taken()) {
                return true;
            }
            before = now;
            Thread.sleep(SETTLE_MILLIS);
            if (slot.place().left() > rest) {
                return false;
            }
        }
        return true;
    }

    /** Brings the flow's own slot to what is durable, if that is so much further. */
    private void follow(long bytes) throws SQLException {
        long wanted = durable;
        if (Long.compareUnsigned(wanted, followed + bytes) < 0) {
            return;
        }
        phases.enter(Phases.Phase.FOLLOW);
        try {
            followed = slot.follow(wanted) ? wanted : followed;
        } finally {
            phases.leave(Phases.Phase.FOLLOW);
        }
    }

    // ---------------------------------------------------------------- the thread that takes

    @Override
    public byte @Nullable [] next() throws SQLException {
        while (taken == current.size()) {
            if (reached != 0) {
                heard = reached;
                reached = 0;
            }
            Blocks.Block block = blocks.poll();
            if (block == null) {
                fail();
                return null;
            }
            current = block.messages();
            reached = block.reached();
            taken = 0;
        }
        return current.get(taken++);
    }

    private void fail() throws SQLException {
        Throwable failure = blocks.failure();
        if (failure instanceof SQLException e) {
            throw e;
        }
        if (failure != null) {
            throw new SQLException("Reading in bulk has failed", "58000", failure);
        }
    }

    @Override
    public int payload() {
        return PAYLOAD;
    }

    @Override
    public long place(byte[] message) {
        return 0;
    }

    @Override
    public void await(long nanos) throws SQLException {
        try {
            blocks.await(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long heard() {
        return heard;
    }

    /** The connection has a limit of its own: the server decodes long before it sends. */
    @Override
    public boolean anything() {
        return true;
    }

    @Override
    public boolean asked() {
        return false;
    }

    @Override
    public boolean over() {
        return taken == current.size() && reached == 0 && blocks.over();
    }

    /** Whether it gave up, because each piece would be decoded with much that went before. */
    boolean pinned() {
        return tooOld;
    }

    @Override
    public void tell(long received, long safe, long wallMillis, boolean answer) {
        durable = safe;
    }

    @Override
    public void close() {
        closed = true;
        blocks.give();
        slot.abort();
    }
}
