package io.syncline.connector.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of connections that become streams, and keeps hold of them: the driver logs in,
 * with all its ways of proving who one is, and has no word for what comes then. Made by the driver,
 * by name.
 */
public final class StreamSockets extends SocketFactory {
    private static final ThreadLocal<@Nullable Socket> LAST = new ThreadLocal<>();

    /** Needed by the driver. */
    public StreamSockets() {}

    /** The socket this thread has opened last, as far as encryption goes; null for none. */
    static @Nullable Socket taken() {
        Socket last = LAST.get();
        LAST.remove();
        return last;
    }

    /** From now on the bytes go through this one. */
    static void covered(Socket by) {
        LAST.set(by);
    }

    @Override
    public Socket createSocket() {
        Socket socket = new Socket();
        LAST.set(socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
            throws IOException {
        throw new IOException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
            throws IOException {
        throw new IOException("The driver connects by itself");
    }
}
