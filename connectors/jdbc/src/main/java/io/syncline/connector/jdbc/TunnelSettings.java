package io.syncline.connector.jdbc;

import static io.syncline.connector.jdbc.HostKeys.bad;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.core.endpoint.Setting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.List;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Where an SSH server is, how it proves itself, and how one logs in. Prints without secrets. */
public final class TunnelSettings {
    private static final String HOST = "ssh_host";
    private static final String PORT = "ssh_port";
    private static final String USER = "ssh_user";
    private static final String KEY = "ssh_private_key";
    private static final String PASSPHRASE = "ssh_passphrase";
    private static final String PASSWORD = "ssh_password";
    private static final String HOST_KEY = "ssh_host_key";
    private static final int PORT_STANDARD = 22;

    private final String host;
    private final int port;
    private final String user;
    private final HostKeys hostKeys;
    private final @Nullable KeyPair key;
    private final @Nullable Secret password;

    private TunnelSettings(
            String host,
            int port,
            String user,
            HostKeys hostKeys,
            @Nullable KeyPair key,
            @Nullable Secret password) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.hostKeys = hostKeys;
        this.key = key;
        this.password = password;
    }

    /** The keys of an endpoint's configuration that are about a tunnel. */
    public static List<Setting> all() {
        return List.of(
                setting(HOST, Setting.Kind.TEXT, "The SSH server that leads to the database."),
                setting(PORT, Setting.Kind.NUMBER, "The SSH server's port, 22."),
                setting(USER, Setting.Kind.TEXT, "Who logs in at the SSH server."),
                setting(
                        KEY,
                        Setting.Kind.SECRET,
                        "The user's private key, as text or ${file:...}; or ssh_password."),
                setting(PASSPHRASE, Setting.Kind.SECRET, "What that key is encrypted with."),
                setting(PASSWORD, Setting.Kind.SECRET, "The user's password at the SSH server."),
                setting(
                        HOST_KEY,
                        Setting.Kind.TEXT,
                        "The SSH server's key as ssh-keyscan prints it, or its fingerprint"
                                + " SHA256:...; no other key is trusted."));
    }

    private static Setting setting(String name, Setting.Kind kind, String about) {
        return new Setting(name, kind, null, false, about);
    }

    /**
     * From an endpoint's settings; null if none of them is given.
     *
     * @throws EndpointException MISCONFIGURED if they are not complete or cannot be read
     */
    public static @Nullable TunnelSettings of(Config config) {
        String host = config.text(HOST);
        String user = config.text(USER);
        String hostKey = config.text(HOST_KEY);
        Secret key = config.secret(KEY);
        Secret passphrase = config.secret(PASSPHRASE);
        Secret password = config.secret(PASSWORD);
        if (host == null) {
            for (Setting each : all()) {
                if (config.text(each.name()) != null || config.secret(each.name()) != null) {
                    throw bad(each.name() + " is of no use without ssh_host");
                }
            }
            return null;
        }
        if (user == null) {
            throw bad("ssh_host needs ssh_user");
        }
        if (hostKey == null) {
            throw bad("ssh_host needs ssh_host_key: a server that is not known is not trusted");
        }
        if ((key == null) == (password == null)) {
            throw bad("ssh_host needs either ssh_private_key or ssh_password");
        }
        if (passphrase != null && key == null) {
            throw bad("ssh_passphrase is for an ssh_private_key, and there is none");
        }
        return new TunnelSettings(
                host,
                port(config.text(PORT)),
                user,
                HostKeys.of(hostKey),
                key == null ? null : pair(key, passphrase),
                password);
    }

    private static int port(@Nullable String text) {
        try {
            int port = text == null ? PORT_STANDARD : Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // answered below
        }
        throw bad("ssh_port is not between 1 and 65535");
    }

    private static KeyPair pair(Secret key, @Nullable Secret passphrase) {
        Pem.require(KEY, key.reveal());
        try {
            Iterable<KeyPair> pairs =
                    SecurityUtils.loadKeyPairIdentities(
                            null,
                            NamedResource.ofName(KEY),
                            new ByteArrayInputStream(key.reveal().getBytes(StandardCharsets.UTF_8)),
                            passphrase == null
                                    ? FilePasswordProvider.EMPTY
                                    : FilePasswordProvider.of(passphrase.reveal()));
            Iterator<KeyPair> found = pairs == null ? null : pairs.iterator();
            if (found != null && found.hasNext()) {
                return found.next();
            }
        } catch (IOException
                | GeneralSecurityException
                | RuntimeException
                | NoClassDefFoundError _) {
            // The exception's own message might show a part of the key.
        }
        throw bad(
                "ssh_private_key cannot be read: give the whole text of a key as ssh-keygen writes"
                        + " it, and its ssh_passphrase if it has one");
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    String user() {
        return user;
    }

    HostKeys hostKeys() {
        return hostKeys;
    }

    /**
     * The ways to log in that the settings allow, and no others.
     *
     * @param signatures what the user's key may be of, whatever the server's is
     */
    List<UserAuthFactory> ways(List<NamedFactory<Signature>> signatures) {
        return key != null
                ? List.of(new UserAuthPublicKeyFactory(signatures))
                : List.of(
                        UserAuthPasswordFactory.INSTANCE,
                        UserAuthKeyboardInteractiveFactory.INSTANCE);
    }

    /** Says who we are. */
    void identify(ClientSession session) {
        if (key != null) {
            session.addPublicKeyIdentity(key);
        }
        if (password != null) {
            session.addPasswordIdentity(password.reveal());
        }
    }

    /** Host and port, for messages and to tell places apart. */
    public String place() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return user + "@" + place();
    }
}
