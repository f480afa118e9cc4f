package io.syncline.server.wiring;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.engine.doctor.Doctor;
import io.syncline.engine.doctor.Probe;
import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Certificate;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.server.api.Backend;
import io.syncline.server.api.Care;
import io.syncline.server.api.History;
import io.syncline.server.api.SyncParser;
import io.syncline.server.config.DataFolder;
import io.syncline.server.config.References;
import io.syncline.server.config.SecretPlaces;
import io.syncline.server.config.ServeOptions;
import io.syncline.server.security.Keys;
import io.syncline.server.security.StoredKeys;
import io.syncline.server.web.WebServer;
import io.syncline.store.ApiKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that runs: store, engine and web, started together and stopped in order. */
public final class House implements AutoCloseable {
    /** Nobody waits longer for a process that is starting. */
    private static final long PATIENCE_SECONDS = 60;

    /** The name of the key that the server makes by itself. */
    private static final String ROOT = "root";

    /** Of chance, in a sync's id. */
    private static final int ID_DIGITS = 12;

    private record Inside(Cellar cellar, Engine engine, Backend backend, Keys keys) {}

    private final Inside inside;
    private final WebServer web;
    private boolean closed;

    private House(Inside inside, WebServer web) {
        this.inside = inside;
        this.web = web;
    }

    /**
     * Starts everything; store and web at the same time, since each takes seconds.
     *
     * @throws IOException if the store or the listener cannot start; the message is for a person
     */
    public static House start(ServeOptions options, DataFolder data) throws IOException {
        requireFree(options);
        Logging.to(data.resolve("logs"));
        SecureRandom random = new SecureRandom();
        Context context = new RealContext(PhaseFile.asked(System.getenv()));
        CompletableFuture<Inside> inside = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("opening")
                .start(
                        () -> {
                            try {
                                inside.complete(open(options, data, random, context));
                            } catch (IOException | RuntimeException | Error e) {
                                inside.completeExceptionally(e);
                            }
                        });
        WebServer web;
        try {
            web =
                    WebServer.start(
                            new WebServer.Listen(
                                    options.address(), options.port(), data.resolve("web")),
                            () -> await(inside).backend(),
                            () -> await(inside).keys(),
                            () -> inside.isDone() && !inside.isCompletedExceptionally(),
                            context::wallMillis);
        } catch (RuntimeException e) {
            close(opened(inside));
            throw new IOException(
                    "Cannot listen on "
                            + options.address()
                            + ":"
                            + options.port()
                            + ": "
                            + rootMessage(e),
                    e);
        }
        try {
            Inside parts = inside.get();
            parts.engine().start();
            return new House(parts, web);
        } catch (ExecutionException e) {
            web.close();
            throw new IOException("The store does not start: " + rootMessage(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            web.close();
            throw new IOException("Interrupted while starting", e);
        }
    }

    /** Says so at once, before a store is made that nobody will use. */
    private static void requireFree(ServeOptions options) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            // As the listener will: what an ended server has left behind does not count.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(options.address(), options.port()));
        } catch (IOException e) {
            throw new IOException(
                    "Cannot listen on %s:%d (%s): stop what listens there, or choose another --port."
                            .formatted(options.address(), options.port(), e.getMessage()),
                    e);
        }
    }

    private static Inside open(
            ServeOptions options, DataFolder data, SecureRandom random, Context context)
            throws IOException {
        Connectors connectors = Connectors.installed().with(new NumberingPlans(), new ImageLook());
        Cellar cellar = Cellar.open(options, data, random);
        Store store = cellar.store();
        Engine engine =
                new Engine(
                        store,
                        connectors,
                        context,
                        new ThreadLanes(Thread.ofPlatform().daemon().factory()),
                        new CronTimes());
        ApiKeys keys = cellar.store().apiKeys();
        Backend backend =
                new Backend(
                        engine,
                        new StoredHistory(store),
                        new SyncParser(
                                connectors,
                                store.registry(),
                                new References(
                                        new SecretPlaces(
                                                System::getenv, options.secrets(), data.path())),
                                () -> secret(random)),
                        context::wallMillis,
                        ids(store, random),
                        keys,
                        new Care(
                                store.registry(),
                                connectors,
                                new Probe(connectors, context),
                                new Doctor(store, connectors, context),
                                data.path()));
        return new Inside(cellar, engine, backend, new StoredKeys(keys, context::wallMillis));
    }

    /** As many random bits as the hash has. */
    private static Secret secret(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Secret.of(HexFormat.of().formatHex(bytes));
    }

    /** With the store's mark, which is then in the names of all that a sync makes. */
    private static Supplier<String> ids(Store store, SecureRandom random) {
        String start = "sync_" + store.registry().mark();
        return () -> start + HexFormat.of().toHexDigits(random.nextLong(), ID_DIGITS);
    }

    private static Inside await(CompletableFuture<Inside> inside) {
        try {
            return inside.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw starting(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw starting(e);
        }
    }

    private static EndpointException starting(Exception cause) {
        return new EndpointException(
                EndpointException.Kind.TRANSIENT, Code.STORE_UNREACHABLE, "Still starting.", cause);
    }

    private static @Nullable Inside opened(CompletableFuture<Inside> inside) {
        try {
            return inside.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            if (root instanceof EndpointException known) {
                return known.code().text()
                        + " "
                        + known.getMessage()
                        + (known.getCause() == null ? "" : ": " + known.getCause().getMessage());
            }
            root = root.getCause();
        }
        return root instanceof EndpointException known
                ? known.code().text() + " " + known.getMessage()
                : String.valueOf(root.getMessage());
    }

    /** The port it listens on. */
    public int port() {
        return web.port();
    }

    /** The first API key, made now; null if there is one already. */
    public @Nullable String firstKey() {
        ApiKeys keys = inside.cellar().store().apiKeys();
        return keys.none() ? keys.create(ROOT, System.currentTimeMillis()).reveal() : null;
    }

    /** Stops the syncs, then the web, then the store. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            inside.engine().close();
            web.close();
            inside.cellar().close();
        }
    }

    private static void close(@Nullable Inside inside) {
        if (inside != null) {
            inside.engine().close();
            inside.cellar().close();
        }
    }

    private record StoredHistory(Store store) implements History {
        @Override
        public List<Parked> parked(String syncId, long afterId, int countMax) {
            return store.parked(syncId, afterId, countMax);
        }

        @Override
        public @Nullable Parked parkedRow(long id) {
            return store.parkedRow(id);
        }

        @Override
        public List<SyncEvent> events(String syncId, long afterSequence, int countMax) {
            return store.events(syncId, afterSequence, countMax);
        }

        @Override
        public List<Certificate> certificates(SyncDefinition definition) {
            return Certificate.of(store, definition);
        }
    }
}
