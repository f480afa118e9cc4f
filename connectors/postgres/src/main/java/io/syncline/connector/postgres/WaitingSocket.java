package io.syncline.connector.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A socket under a replication stream: whoever reads the stream can wait for bytes without taking
 * them, and look without waiting. The driver itself looks by reading with a time-out of a
 * millisecond, which is three times as long as the server needs for a whole change.
 *
 * <p>Read by one thread.
 */
final class WaitingSocket extends Socket {
    /** The time-out by which the driver says that it only looks. */
    private static final int LOOKING_MILLIS = 1;

    private static final ThreadLocal<@Nullable WaitingSocket> LAST = new ThreadLocal<>();

    private final byte[] buffer = new byte[16_384];
    private int start;
    private int end;
    private @Nullable InputStream bytes;

    /** The socket this thread's driver has opened last; null if it has opened none. */
    static @Nullable WaitingSocket taken() {
        WaitingSocket last = LAST.get();
        LAST.remove();
        return last;
    }

    /**
     * Waits until there are bytes.
     *
     * @param millis at least 1
     * @return whether there are
     * @throws IOException if none will come any more
     */
    boolean await(int millis) throws IOException {
        if (start < end) {
            return true;
        }
        InputStream in = super.getInputStream();
        int patience = getSoTimeout();
        setSoTimeout(millis);
        try {
            int count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                // The driver takes an end for silence.
                throw new EOFException("The server has closed the connection");
            }
            start = 0;
            end = count;
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        } finally {
            setSoTimeout(patience);
        }
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        InputStream known = bytes;
        if (known == null) {
            known = new Bytes(super.getInputStream());
            bytes = known;
        }
        return known;
    }

    /** Thrown so often that a trace of the stack would cost more than the look. */
    private static final class NothingThere extends SocketTimeoutException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final class Bytes extends InputStream {
        private final InputStream in;

        Bytes(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int waiting = Math.min(end - start, length);
            if (waiting > 0) {
                System.arraycopy(buffer, start, into, at, waiting);
                start += waiting;
                return waiting;
            }
            if (getSoTimeout() == LOOKING_MILLIS && in.available() == 0) {
                throw new NothingThere();
            }
            return in.read(into, at, length);
        }

        @Override
        public int available() throws IOException {
            return end - start + in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Makes them for the driver, which finds this class by its name. */
    public static final class Factory extends SocketFactory {
        @Override
        public Socket createSocket() {
            WaitingSocket socket = new WaitingSocket();
            LAST.set(socket);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("The driver connects by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException("The driver connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("The driver connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException("The driver connects by itself");
        }
    }
}
