package io.syncline.connector.jdbc;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.core.endpoint.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted, and how the server proves who it is. Certificates are text and
 * never the names of files. Does not print them.
 *
 * @param mode how far the server has to prove itself
 * @param root certificates of the authorities to trust, as PEM; null for those of the JDK
 * @param certificate who we are, as PEM, the leaf first; or null
 * @param key the certificate's private key, as PEM; or null
 * @param keyPassword what the key is encrypted with, or null
 */
public record Tls(
        Mode mode,
        @Nullable String root,
        @Nullable String certificate,
        @Nullable Secret key,
        @Nullable Secret keyPassword) {
    private static final String MODE = "sslmode";
    private static final String ROOT = "sslrootcert";
    private static final String CERTIFICATE = "sslcert";
    private static final String KEY = "sslkey";
    private static final String KEY_PASSWORD = "sslpassword";
    private static final String PREFIX = "syncline.tls.";

    /** How far a server has to prove itself. */
    public enum Mode {
        /** Nothing is encrypted. */
        DISABLE,
        /** Encrypted if the server demands it. */
        ALLOW,
        /** Encrypted if the server can. */
        PREFER,
        /** Encrypted; with a root certificate, the same as VERIFY_CA. */
        REQUIRE,
        /** The certificate is signed by one that is trusted. */
        VERIFY_CA,
        /** And it is the host's. */
        VERIFY_FULL;

        /** Whether a connection that is not encrypted is refused. */
        public boolean demanded() {
            return compareTo(REQUIRE) >= 0;
        }

        /** As it stands in a configuration. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks that everything can be read and fits together.
     *
     * @throws EndpointException NAMED_FILE, BAD_PEM, TLS_PARTS
     */
    public Tls {
        Pem.require(ROOT, root);
        Pem.require(CERTIFICATE, certificate);
        Pem.require(KEY, key == null ? null : key.reveal());
        if ((certificate == null) != (key == null)) {
            throw parts("sslcert and sslkey go together");
        }
        if (keyPassword != null && key == null) {
            throw parts("sslpassword is for an sslkey, and there is none");
        }
        if (mode == Mode.DISABLE && (root != null || certificate != null)) {
            throw parts("sslmode is disable, so certificates would have no use");
        }
        if (root != null) {
            Pem.certificates(ROOT, root);
        }
        if (certificate != null && key != null) {
            Pem.certificates(CERTIFICATE, certificate);
            Pem.privateKey(key, keyPassword);
        }
    }

    /** The keys of an endpoint's configuration that are about encryption. */
    public static List<Setting> settings(Mode initial) {
        return List.of(
                setting(
                        MODE,
                        Setting.Kind.TEXT,
                        "disable, allow, prefer, require, verify-ca or verify-full; "
                                + initial.word()
                                + " if none is given."),
                setting(
                        ROOT,
                        Setting.Kind.TEXT,
                        "The certificates to trust, as PEM text or ${file:...}."),
                setting(
                        CERTIFICATE,
                        Setting.Kind.TEXT,
                        "Our own certificate, as PEM text or ${file:...}."),
                setting(
                        KEY,
                        Setting.Kind.SECRET,
                        "Its private key in PKCS #8, as PEM text or ${file:...}."),
                setting(
                        KEY_PASSWORD,
                        Setting.Kind.SECRET,
                        "What the private key is encrypted with."));
    }

    private static Setting setting(String name, Setting.Kind kind, String about) {
        return new Setting(name, kind, null, false, about);
    }

    /**
     * From an endpoint's settings and its URL's parameters; settings win.
     *
     * @param parameters of the URL, by the names of the settings
     * @throws EndpointException as the constructor, and UNKNOWN_WORD
     */
    public static Tls of(Config config, Map<String, String> parameters, Mode initial) {
        Function<String, @Nullable String> plain =
                name -> {
                    String given = config.text(name);
                    return given == null ? parameters.get(name) : given;
                };
        Function<String, @Nullable Secret> secret =
                name -> {
                    Secret given = config.secret(name);
                    String parameter = parameters.get(name);
                    return given != null || parameter == null ? given : Secret.of(parameter);
                };
        return new Tls(
                mode(plain.apply(MODE), initial),
                plain.apply(ROOT),
                plain.apply(CERTIFICATE),
                secret.apply(KEY),
                secret.apply(KEY_PASSWORD));
    }

    /** Whether a URL's parameter is one of these settings. */
    public static boolean knows(String parameter) {
        return List.of(MODE, ROOT, CERTIFICATE, KEY, KEY_PASSWORD).contains(parameter);
    }

    /** The mode of a word; {@code trust} is an older word for require. */
    public static Mode mode(@Nullable String word, Mode initial) {
        if (word == null) {
            return initial;
        }
        if (word.equals("trust")) {
            return Mode.REQUIRE;
        }
        for (Mode mode : Mode.values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.UNKNOWN_WORD,
                "sslmode is one of disable, allow, prefer, require, verify-ca and verify-full");
    }

    /**
     * Puts it into a driver's properties, of which {@link TlsSockets} are made in the end.
     *
     * @param host whose certificate is expected, whatever address is connected to
     */
    public void into(Properties properties, String host) {
        Map<String, @Nullable String> parts = new TreeMap<>();
        parts.put("mode", mode.name());
        parts.put("host", host);
        parts.put("root", root);
        parts.put("certificate", certificate);
        parts.put("key", key == null ? null : key.reveal());
        parts.put("password", keyPassword == null ? null : keyPassword.reveal());
        parts.forEach(
                (name, value) -> {
                    if (value != null) {
                        properties.setProperty(PREFIX + name, value);
                    }
                });
    }

    /** Whose certificate is expected. */
    static String host(Properties properties) {
        return properties.getProperty(PREFIX + "host", "");
    }

    /** As a driver's properties have it. */
    static Tls of(Properties properties) {
        Function<String, @Nullable String> part = name -> properties.getProperty(PREFIX + name);
        String key = part.apply("key");
        String password = part.apply("password");
        String mode = part.apply("mode");
        return new Tls(
                mode == null ? Mode.REQUIRE : Mode.valueOf(mode),
                part.apply("root"),
                part.apply("certificate"),
                key == null ? null : Secret.of(key),
                password == null ? null : Secret.of(password));
    }

    private static EndpointException parts(String message) {
        return new EndpointException(EndpointException.Kind.MISCONFIGURED, Code.TLS_PARTS, message);
    }

    @Override
    public String toString() {
        return "Tls[" + mode.word() + (certificate == null ? "" : ", with a certificate") + "]";
    }
}
