package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * A connection over which the server sends its binary log. The driver logs in; then the protocol's
 * packets are read here, so that a reader can wait for one as long as it likes and lose nothing of
 * one that has only half come. What nobody reads stays in the socket, and the server waits.
 *
 * <p>Used by one thread.
 */
final class BinlogStream implements AutoCloseable {
    /** How often the server says that it lives while it has nothing to tell. */
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final int READ_AHEAD = 65_536;
    private static final int PACKET_MAX = 0xff_ffff;
    private static final int DUMP = 0x12;
    private static final int HEAD = 4;
    private static final int LOG_PROBLEM = 1236;

    private final Connection connection;
    private final Socket socket;
    private final InputStream in;
    private byte[] buffer = new byte[READ_AHEAD];
    private int start;
    private int end;
    private byte @Nullable [] earlier;
    private boolean summed;

    private BinlogStream(Connection connection, Socket socket, boolean summed) throws IOException {
        this.connection = connection;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.summed = summed;
    }

    /**
     * Opens the log behind a place.
     *
     * @param pool whose way to the server it takes; the connection is its own
     * @param number under which we are known as a reader; another reader of the same number is cut
     *     off
     */
    static BinlogStream open(Pool pool, Gtids after, long number) {
        Properties properties = pool.address().properties();
        properties.setProperty("socketFactory", StreamSockets.class.getName());
        properties.setProperty("tlsSocketType", StreamTls.TYPE);
        properties.setProperty("useCompression", "false");
        properties.remove("socketTimeout");
        Connection connection = null;
        try {
            StreamSockets.taken();
            connection = new Driver().connect(pool.url(), properties);
            Socket socket = StreamSockets.taken();
            if (connection == null || socket == null) {
                throw new IllegalStateException("The driver has not used its socket");
            }
            boolean summed = ask(connection, after);
            BinlogStream stream = new BinlogStream(connection, socket, summed);
            stream.dump(number);
            return stream;
        } catch (SQLException e) {
            quietly(connection);
            throw pool.failure(e);
        } catch (IOException e) {
            quietly(connection);
            throw lost(e);
        } catch (RuntimeException e) {
            quietly(connection);
            throw e;
        }
    }

    /** Says what we are and where to begin; whether the log's events are summed. */
    private static boolean ask(Connection connection, Gtids after) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // 4: we know the events of global transaction numbers.
            statement.execute(
                    "SET @mariadb_slave_capability=4,"
                            + "@master_binlog_checksum=@@GLOBAL.binlog_checksum,"
                            + "@master_heartbeat_period="
                            + HEARTBEAT.toNanos()
                            + ",@slave_connect_state='"
                            + after.text()
                            + "',@slave_gtid_strict_mode=1,@slave_gtid_ignore_duplicates=0,"
                            + "net_write_timeout=3600");
            try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL.binlog_checksum")) {
                row.next();
                return !row.getString(1).equals("NONE");
            }
        }
    }

    private void dump(long number) throws IOException {
        byte[] packet = new byte[HEAD + 11];
        packet[0] = 11;
        packet[HEAD] = DUMP;
        packet[HEAD + 1] = 4;
        for (int i = 0; i < 4; i++) {
            packet[HEAD + 7 + i] = (byte) (number >> 8 * i);
        }
        socket.getOutputStream().write(packet);
        socket.getOutputStream().flush();
    }

    /**
     * The next event, or null if none came within the wait.
     *
     * @param waitNanos 0 looks and returns
     * @throws EndpointException HISTORY_LOST if the server has not, or no more, what follows
     */
    @Nullable BinlogEvent next(long waitNanos) {
        try {
            byte[] packet = packet();
            while (packet == null) {
                if (!fill(waitNanos)) {
                    return null;
                }
                packet = packet();
            }
            return event(packet);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private BinlogEvent event(byte[] packet) {
        int first = packet.length == 0 ? 0xfe : packet[0] & 0xff;
        if (first == 0xff) {
            throw refused(packet);
        }
        if (first != 0) {
            throw new EndpointException(
                    Kind.TRANSIENT, Code.CONNECTION_LOST, "The server has ended the stream");
        }
        BinlogEvent event = BinlogEvent.read(packet, 1, summed);
        if (event.type() == BinlogEvent.FORMAT) {
            summed = event.announcesSums();
        }
        return event;
    }

    /** A whole packet of what was read; null if more is needed. */
    private byte @Nullable [] packet() {
        while (end - start >= HEAD) {
            int length = (int) EventBytes.little(buffer, start, 3);
            if (end - start < HEAD + length) {
                return null;
            }
            byte[] part = Arrays.copyOfRange(buffer, start + HEAD, start + HEAD + length);
            start += HEAD + length;
            byte[] before = earlier;
            if (before != null) {
                byte[] joined = Arrays.copyOf(before, before.length + part.length);
                System.arraycopy(part, 0, joined, before.length, part.length);
                part = joined;
            }
            if (length < PACKET_MAX) {
                earlier = null;
                return part;
            }
            earlier = part;
        }
        return null;
    }

    /** Reads what there is; false if nothing came. The buffer grows by what has come only. */
    private boolean fill(long waitNanos) throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        } else if (end == 0 && buffer.length > 16 * READ_AHEAD) {
            buffer = new byte[READ_AHEAD];
        }
        if (waitNanos <= 0 && in.available() == 0 && !covered()) {
            return false;
        }
        socket.setSoTimeout((int) Math.max(1, waitNanos / 1_000_000));
        try {
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                throw new EOFException("The server has closed the connection");
            }
            end += count;
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    /** Behind encryption nobody can say what has come without reading it. */
    private boolean covered() {
        return socket instanceof javax.net.ssl.SSLSocket;
    }

    private static EndpointException refused(byte[] packet) {
        EventBytes in = new EventBytes(packet, 1, packet.length);
        int number = (int) in.whole(2);
        String message = new String(packet, in.at(), in.left(), StandardCharsets.UTF_8);
        String text =
                message.startsWith("#") && message.length() > 6 ? message.substring(6) : message;
        if (number == LOG_PROBLEM) {
            boolean foreign =
                    text.contains("not in the master's binlog") || text.contains("alternate");
            return new EndpointException(
                    Kind.HISTORY_LOST,
                    foreign ? Code.FOREIGN_HISTORY : Code.BINLOG_PURGED,
                    "The server does not give its binary log from our place on: " + text);
        }
        return Failures.weather(new SQLException(text, "HY000", number), "Reading the binary log");
    }

    private static EndpointException lost(IOException e) {
        return new EndpointException(
                Kind.TRANSIENT,
                Code.CONNECTION_LOST,
                "Reading the binary log: " + e.getMessage(),
                e);
    }

    private static void quietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException _) {
            // It is of no use any more.
        }
    }

    @Override
    public void close() {
        try {
            // Not by the driver: it would wait for an answer in the middle of the log.
            socket.close();
        } catch (IOException _) {
            // It is of no use any more.
        }
        quietly(connection);
    }
}
