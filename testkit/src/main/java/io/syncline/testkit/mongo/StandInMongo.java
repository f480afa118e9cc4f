package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.MongoServer;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server in this process that answers as the primary of a MongoDB replica set of one does, in
 * memory: change streams with exact descriptions and resume tokens, images of before and after
 * where a collection keeps them, sessions, reads at a time, and transactions that see what was
 * there and conflict with others. It is not MongoDB: what it answers is what its authors read of
 * MongoDB. Connections can be cut and its log lost. Safe for use by several threads.
 */
public final class StandInMongo implements AutoCloseable {
    private static final String PASSWORD = "only for tests";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    static {
        // Commands wait for each other inside the server.
        if (System.getProperty("io.netty.eventLoopThreads") == null) {
            System.setProperty("io.netty.eventLoopThreads", "32");
        }
    }

    private final MongoServer server;
    private final StandInBackend backend;
    private final String address;
    private final boolean replicas;

    private StandInMongo(boolean replicas) {
        this.replicas = replicas;
        int port = freePort();
        this.address = "127.0.0.1:" + port;
        this.backend = new StandInBackend(new Greeting(address, replicas, PASSWORD));
        this.server = new MongoServer(backend);
        server.bind(new InetSocketAddress("127.0.0.1", port));
    }

    /** A primary of a replica set, on a port of the loopback address. */
    public static StandInMongo start() {
        return new StandInMongo(true);
    }

    /** A server that stands alone: without transactions and without change streams. */
    public static StandInMongo startAlone() {
        return new StandInMongo(false);
    }

    private static int freePort() {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The address of a database that nobody has used, with credentials. */
    public String freshUri() {
        return uri("fresh_" + DATABASES.incrementAndGet());
    }

    /** The address of a database, with credentials. */
    public String uri(String database) {
        return "mongodb://tester:"
                + PASSWORD.replace(" ", "%20")
                + "@"
                + address
                + "/"
                + database
                + "?authMechanism=PLAIN&authSource=%24external"
                + (replicas ? "&replicaSet=rs0" : "");
    }

    /**
     * Bounds how long a transaction may be open, as {@code transactionLifetimeLimitSeconds} does:
     * of a client that was killed it goes on holding its documents until then.
     */
    public void transactionsLive(Duration longest) {
        backend.lifetime(longest);
    }

    /** Ends every connection that is open; new ones are taken. */
    public void cut() {
        for (Channel channel : backend.channels) {
            channel.close().syncUninterruptibly();
        }
    }

    /** Forgets the log, as a server does whose log was too small. */
    public void loseLog() {
        synchronized (backend) {
            backend.log.forget();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
