package io.syncline.server.wiring;

import io.syncline.core.endpoint.Secret;
import io.syncline.embedded.EmbeddedPostgres;
import io.syncline.embedded.PostgresSettings;
import io.syncline.embedded.RunningServer;
import io.syncline.server.config.DataFolder;
import io.syncline.server.config.OperatorPlaces;
import io.syncline.server.config.References;
import io.syncline.store.StoreSettings;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the store's database is, and the embedded server below it if this process has started one.
 *
 * @param settings how to reach it
 * @param server the embedded server; null for a database that others run
 */
public record StorePlace(StoreSettings settings, @Nullable RunningServer server)
        implements AutoCloseable {
    private static final Pattern URL =
            Pattern.compile(
                    "(?:jdbc:)?postgres(?:ql)?://([^:@/]+)(?::(.*))?@([^/@]+)/([^?]+)(\\?.*)?");
    private static final int PASSWORD_BYTES = 24;
    private static final String DATABASE = "postgres";
    private static final String PASSWORD_FILE = "store.password";
    private static final String FOLDER = "store";

    /** Where the server's process file has its port. */
    private static final int PORT_LINE = 3;

    /**
     * Finds an external store, or starts the embedded one; takes seconds at the first start.
     *
     * @param external the URL of {@code --store}, or null for an embedded one
     */
    public static StorePlace open(@Nullable String external, DataFolder data, SecureRandom random)
            throws IOException {
        if (external != null) {
            return new StorePlace(external(external), null);
        }
        String password = data.secret(PASSWORD_FILE, () -> password(random));
        RunningServer server =
                EmbeddedPostgres.in(data.resolve(FOLDER), PostgresSettings.durable(password))
                        .start();
        server.leaveToOwner();
        return new StorePlace(
                StoreSettings.of(
                        server.jdbcUrl(DATABASE), server.user(), Secret.of(server.password())),
                server);
    }

    /** The embedded store of a server that runs on a data folder now. */
    public static StorePlace running(Path data) throws IOException {
        try {
            List<String> process =
                    Files.readAllLines(data.resolve(FOLDER).resolve("data/postmaster.pid"));
            String password = Files.readString(data.resolve(PASSWORD_FILE)).strip();
            int port = Integer.parseInt(process.get(PORT_LINE).strip());
            return new StorePlace(
                    StoreSettings.of(
                            "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE,
                            "postgres",
                            Secret.of(password)),
                    null);
        } catch (NoSuchFileException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException(
                    "The server on " + data + " keeps its store elsewhere: name it by --store.", e);
        }
    }

    /**
     * How to reach an external store.
     *
     * @throws IOException if the URL is none; the message shows nothing of it
     */
    public static StoreSettings external(String url) throws IOException {
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

    /** Stops the embedded server, if there is one. */
    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
    }
}
