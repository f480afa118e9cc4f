package io.syncline.connector.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyDual;

/**
 * The replication protocol over one connection: hands out the payload of each message, and answers
 * the server. Tells when the server was last heard, which the driver's own stream keeps to itself.
 * Used by one thread; the connection is closed with it, because a second stream on one connection
 * never delivers.
 */
final class PgStream implements PgMessages {
    /** Where the payload of a message starts: after its kind, two places and a time. */
    static final int PAYLOAD = 25;

    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    private final PGConnection connection;
    private final WaitingSocket socket;
    private final CopyDual copy;
    private long heard;
    private boolean anything;
    private boolean asked;

    private PgStream(PostgresConnections.Replication on, CopyDual copy) {
        this.connection = on.connection();
        this.socket = on.socket();
        this.copy = copy;
    }

    /** Starts a stream; owns the connection from then on, whatever happens. */
    static PgStream start(
            PostgresConnections.Replication on,
            String slot,
            long from,
            String publications,
            boolean binary,
            boolean messages)
            throws SQLException {
        String command =
                "START_REPLICATION SLOT %s LOGICAL %s (\"proto_version\" '1', \"publication_names\""
                                .formatted(PgTable.quote(slot), PgLsn.text(from))
                        + " '"
                        + publications
                        + "'"
                        + (binary ? ", \"binary\" 'true'" : "")
                        + (messages ? ", \"messages\" 'true'" : "")
                        + ")";
        try {
            return new PgStream(on, on.connection().getCopyAPI().copyDual(command));
        } catch (SQLException e) {
            PostgresConnections.quietly((AutoCloseable) on.connection());
            throw e;
        }
    }

    @Override
    public byte @Nullable [] next() throws SQLException {
        while (true) {
            byte[] message = copy.readFromCopy(false);
            if (message == null) {
                return null;
            }
            anything = true;
            if (message[0] == 'w') {
                return message;
            }
            if (message[0] == 'k') {
                heard = Math.max(heard, PgBinary.int8(message, 1));
                asked |= message[17] != 0;
            }
        }
    }

    @Override
    public int payload() {
        return PAYLOAD;
    }

    @Override
    public long place(byte[] message) {
        return PgBinary.int8(message, 1);
    }

    @Override
    public void await(long nanos) throws SQLException {
        try {
            socket.await((int) Math.min(Integer.MAX_VALUE, nanos / 1_000_000 + 1));
        } catch (IOException e) {
            throw new SQLException("The stream has ended", "08006", e);
        }
    }

    /** By its own keepalives. */
    @Override
    public long heard() {
        return heard;
    }

    @Override
    public boolean anything() {
        boolean result = anything;
        anything = false;
        return result;
    }

    @Override
    public boolean asked() {
        return asked;
    }

    /** A stream has no end. */
    @Override
    public boolean over() {
        return false;
    }

    @Override
    public void tell(long received, long durable, long wallMillis, boolean answer)
            throws SQLException {
        byte[] status =
                ByteBuffer.allocate(34)
                        .put((byte) 'r')
                        .putLong(received)
                        .putLong(durable)
                        .putLong(durable)
                        .putLong(wallMillis * 1000 - EPOCH_MICROS)
                        .put((byte) (answer ? 1 : 0))
                        .array();
        copy.writeToCopy(status, 0, status.length);
        copy.flushCopy();
        asked = false;
    }

    @Override
    public void close() {
        PostgresConnections.quietly((AutoCloseable) connection);
    }
}
