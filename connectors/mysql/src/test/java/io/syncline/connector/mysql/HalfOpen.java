package io.syncline.connector.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A way to a server on which those connections that are open at a moment can fall silent, as in a
 * network that has lost their state: nobody is told, and new ones are not concerned.
 */
final class HalfOpen implements AutoCloseable {
    private final int port;
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int silent;

    HalfOpen(int port) throws IOException {
        this.port = port;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on what is open says nothing more. */
    void silence() {
        silent = sockets.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                int number = sockets.size();
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pass(client, server, number));
                Thread.ofVirtual().start(() -> pass(server, client, number));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void pass(Socket from, Socket to, int number) {
        byte[] bytes = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (number >= silent) {
                    out.write(bytes, 0, count);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One end is gone; the other hears of it.
        }
        if (number >= silent) {
            closed(to);
        }
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Gone already.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        sockets.forEach(HalfOpen::closed);
    }
}
