package io.syncline.server.system;

import io.syncline.testkit.services.FreshDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A way to a PostgreSQL that can swallow what a replication stream says, as a network does that has
 * lost a connection's state: nobody is told, and all other connections go on.
 */
final class HalfOpen implements AutoCloseable {
    private final FreshDatabase real;
    private final int port;
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean swallows;

    HalfOpen(FreshDatabase real) throws IOException {
        this.real = real;
        this.port = URI.create(real.uri()).getPort();
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The database by this way. */
    FreshDatabase database() {
        String from = ":" + port + "/";
        String to = ":" + listening.getLocalPort() + "/";
        return new FreshDatabase(
                real.name(),
                real.uri().replace(from, to),
                real.jdbcUrl().replace(from, to),
                real.user(),
                real.password());
    }

    /** From now on streams say nothing more. */
    void swallow() {
        swallows = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(client);
                sockets.add(server);
                boolean[] stream = new boolean[1];
                Thread.ofVirtual().start(() -> pass(client, server, stream, true));
                Thread.ofVirtual().start(() -> pass(server, client, stream, false));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void pass(Socket from, Socket to, boolean[] stream, boolean fromClient) {
        byte[] bytes = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                String said = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
                stream[0] |= fromClient && said.contains("START_REPLICATION");
                if (!(swallows && stream[0])) {
                    out.write(bytes, 0, count);
                    out.flush();
                }
            }
            to.close();
        } catch (IOException e) {
            // One end is gone; the other hears of it.
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
