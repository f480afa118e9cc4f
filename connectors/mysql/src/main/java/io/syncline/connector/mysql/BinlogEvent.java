package io.syncline.connector.mysql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * One event of a binary log.
 *
 * @param millis when it was written, of whole seconds
 * @param server the number of the server that wrote it first
 * @param length of all of it in the log
 * @param nextOffset the lowest four bytes of the place behind it; 0 where that is not said
 * @param bytes that hold it; never changed again
 * @param start where its body begins
 * @param end one past its body
 */
record BinlogEvent(
        long millis,
        int type,
        long server,
        long length,
        long nextOffset,
        int flags,
        byte[] bytes,
        int start,
        int end) {
    static final int QUERY = 2;
    static final int STOP = 3;
    static final int ROTATE = 4;
    static final int INT_VARIABLE = 5;
    static final int RANDOM = 13;
    static final int USER_VARIABLE = 14;
    static final int FORMAT = 15;
    static final int COMMIT = 16;
    static final int TABLE_MAP = 19;
    static final int INSERT = 23;
    static final int UPDATE = 24;
    static final int DELETE = 25;
    static final int INCIDENT = 26;
    static final int HEARTBEAT = 27;
    static final int IGNORABLE = 28;
    static final int ROWS_QUERY = 29;
    static final int INSERT_2 = 30;
    static final int UPDATE_2 = 31;
    static final int DELETE_2 = 32;
    static final int XA_PREPARE = 38;
    static final int ANNOTATION = 160;
    static final int CHECKPOINT = 161;
    static final int GTID = 162;
    static final int GTID_LIST = 163;
    static final int ENCRYPTION = 164;
    static final int QUERY_COMPRESSED = 165;
    static final int INSERT_COMPRESSED = 166;
    static final int UPDATE_COMPRESSED = 167;
    static final int DELETE_COMPRESSED = 168;

    /** Set in an event that a reader may pass over if it does not know it. */
    static final int IGNORABLE_FLAG = 0x80;

    /** Set in an event that is not in the log, but was made for the reader. */
    private static final int ARTIFICIAL_FLAG = 0x20;

    private static final int HEADER = 19;
    private static final int SUM = 4;
    private static final int INFLATED_MAX = 1 << 30;

    /** A statement of the log. */
    record Query(String database, String sql) {}

    /**
     * Reads an event.
     *
     * @param from where it begins
     * @param summed whether it ends with a sum of all its bytes, which is checked
     */
    static BinlogEvent read(byte[] bytes, int from, boolean summed) {
        EventBytes in = new EventBytes(bytes, from, bytes.length);
        long seconds = in.whole(4);
        int type = (int) in.whole(1);
        long server = in.whole(4);
        long length = in.whole(4);
        long next = in.whole(4);
        int flags = (int) in.whole(2);
        if (length != bytes.length - from) {
            throw EventBytes.cut();
        }
        // The event that says how others are summed is always summed.
        int end = bytes.length - (summed || type == FORMAT ? SUM : 0);
        if (end < in.at()) {
            throw EventBytes.cut();
        }
        if (summed && type != FORMAT) {
            CRC32 sum = new CRC32();
            sum.update(bytes, from, end - from);
            if (sum.getValue() != EventBytes.little(bytes, end, SUM)) {
                throw EventBytes.bad("An event of the binary log was changed on its way");
            }
        }
        return new BinlogEvent(
                seconds * 1000, type, server, length, next, flags, bytes, from + HEADER, end);
    }

    /** Whether what it says of its place in the log is to be believed. */
    boolean placed() {
        return (flags & ARTIFICIAL_FLAG) == 0 && type != FORMAT && type != GTID_LIST;
    }

    EventBytes body() {
        return new EventBytes(bytes, start, end);
    }

    /** What its rows do; null if it has none. */
    LoggedRows.@Nullable Kind rows() {
        return switch (type) {
            case INSERT, INSERT_2, INSERT_COMPRESSED -> LoggedRows.Kind.INSERT;
            case UPDATE, UPDATE_2, UPDATE_COMPRESSED -> LoggedRows.Kind.UPDATE;
            case DELETE, DELETE_2, DELETE_COMPRESSED -> LoggedRows.Kind.DELETE;
            default -> null;
        };
    }

    /** The body of an event of rows, whether they were compressed or not. */
    EventBytes plain() {
        boolean compressed = type >= INSERT_COMPRESSED && type <= DELETE_COMPRESSED;
        return compressed ? inflated(body(), type == UPDATE_COMPRESSED) : body();
    }

    /** Whether it says nothing that matters: known to be so, or by its own word. */
    boolean passedOver() {
        return switch (type) {
            case FORMAT,
                    STOP,
                    INT_VARIABLE,
                    RANDOM,
                    USER_VARIABLE,
                    HEARTBEAT,
                    IGNORABLE,
                    ROWS_QUERY,
                    ANNOTATION,
                    CHECKPOINT,
                    GTID_LIST,
                    ENCRYPTION ->
                    true;
            default -> (flags & IGNORABLE_FLAG) != 0;
        };
    }

    /** Whether an event of rows has an additional part before them. */
    boolean second() {
        return type == INSERT_2 || type == UPDATE_2 || type == DELETE_2;
    }

    /** For {@link #FORMAT}: whether the events that follow are summed. */
    boolean announcesSums() {
        return end > start && bytes[end - 1] == 1;
    }

    /** The statement of an event. */
    static Query query(EventBytes in, boolean compressed) {
        in.skip(8);
        int database = (int) in.whole(1);
        in.skip(2);
        in.skip(in.whole(2));
        String name = in.text(database);
        in.skip(1);
        byte[] sql = compressed ? inflate(in) : in.copy(in.left());
        return new Query(name, new String(sql, StandardCharsets.UTF_8));
    }

    /** An event of rows whose rows were compressed, as it was before. */
    private static EventBytes inflated(EventBytes in, boolean twoBitmaps) {
        int from = in.at();
        in.skip(8);
        int width = in.length();
        in.skip((width + 7L) / 8 * (twoBitmaps ? 2 : 1));
        byte[] head = Arrays.copyOfRange(in.array(), from, in.at());
        byte[] rows = inflate(in);
        byte[] all = Arrays.copyOf(head, head.length + rows.length);
        System.arraycopy(rows, 0, all, head.length, rows.length);
        return new EventBytes(all, 0, all.length);
    }

    private static byte[] inflate(EventBytes in) {
        int how = (int) in.whole(1);
        if ((how & 0xf0) != 0x80) {
            throw EventBytes.bad("The binary log is compressed in an unknown way");
        }
        int digits = how & 7;
        long length = EventBytes.big(in.array(), in.skip(digits), digits);
        if (length < 0 || length > INFLATED_MAX) {
            throw EventBytes.cut();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Inflater inflater = new Inflater();
        try {
            int count = in.left();
            inflater.setInput(in.array(), in.skip(count), count);
            byte[] part = new byte[16_384];
            while (out.size() < length) {
                int got = inflater.inflate(part);
                if (got == 0) {
                    throw EventBytes.cut();
                }
                out.write(part, 0, got);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw EventBytes.bad("The binary log has compressed rows that cannot be read");
        } finally {
            inflater.end();
        }
    }
}
