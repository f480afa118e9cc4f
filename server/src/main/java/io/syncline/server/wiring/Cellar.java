package io.syncline.server.wiring;

import io.syncline.core.endpoint.Secret;
import io.syncline.embedded.EmbeddedPostgres;
import io.syncline.embedded.PostgresSettings;
import io.syncline.embedded.RunningServer;
import io.syncline.server.config.DataFolder;
import io.syncline.server.config.OperatorPlaces;
import io.syncline.server.config.References;
import io.syncline.server.config.ServeOptions;
import io.syncline.store.MasterKey;
import io.syncline.store.PostgresStore;
import io.syncline.store.StoreSettings;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The store, and the embedded server below it if there is one. */
final class Cellar implements AutoCloseable {
    private static final Pattern URL =
            Pattern.compile(
                    "(?:jdbc:)?postgres(?:ql)?://([^:@/]+)(?::(.*))?@([^/@]+)/([^?]+)(\\?.*)?");
    private static final int PASSWORD_BYTES = 24;

    private final @Nullable RunningServer server;
    private final @Nullable StoreWatch watch;
    private final PostgresStore store;

    private Cellar(@Nullable RunningServer server, PostgresStore store) {
        this.server = server;
        this.watch = server == null ? null : StoreWatch.over(server);
        this.store = store;
    }

    /** Starts what is needed and opens the store; takes seconds at the first start. */
    static Cellar open(ServeOptions options, DataFolder data, SecureRandom random)
            throws IOException {
        MasterKey key = MasterKey.find(System.getenv(), data.path(), random);
        String external = options.store();
        if (external != null) {
            return new Cellar(null, PostgresStore.open(settings(external), key, random));
        }
        String password = data.secret("store.password", () -> password(random));
        RunningServer server =
                EmbeddedPostgres.in(data.resolve("store"), PostgresSettings.durable(password))
                        .start();
        server.leaveToOwner();
        try {
            StoreSettings settings =
                    StoreSettings.of(
                            server.jdbcUrl("postgres"),
                            server.user(),
                            Secret.of(server.password()));
            return new Cellar(server, PostgresStore.open(settings, key, random));
        } catch (RuntimeException | Error e) {
            server.stop();
            throw e;
        }
    }

    private static StoreSettings settings(String url) throws IOException {
        String resolved;
        try {
            resolved = new References(OperatorPlaces.ANYWHERE).resolve(url);
        } catch (References.UnresolvedException e) {
            throw new IOException("--store: " + e.getMessage(), e);
        }
        Matcher matcher = URL.matcher(resolved);
        if (!matcher.matches()) {
            // Without the text: it holds a password.
            throw new IOException(
                    "--store is no URL such as postgresql://user:password@host:5432/database");
        }
        String query = matcher.group(5) == null ? "" : matcher.group(5);
        String password = matcher.group(2) == null ? "" : matcher.group(2);
        return StoreSettings.of(
                "jdbc:postgresql://" + matcher.group(3) + "/" + matcher.group(4) + query,
                decoded(matcher.group(1)),
                Secret.of(decoded(password)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The store. */
    PostgresStore store() {
        return store;
    }

    /** Closes the store, then stops the server. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        store.close();
        if (server != null) {
            server.stop();
        }
    }
}
