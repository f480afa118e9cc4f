package io.syncline.connector.jdbc;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * A way to a database through a server that speaks SSH. Its near end is a port of this machine's
 * loopback address. Opened when a connection needs it, and again when it was lost. Nothing of the
 * machine is read: no configuration, no keys, no known hosts. Safe for use by several threads.
 */
public final class Tunnel implements AutoCloseable {
    /** The address of the near end. */
    public static final String HOST = "127.0.0.1";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A server that leaves two of these without an answer is given up. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final TunnelSettings settings;
    private final Duration heartbeat;
    private volatile @Nullable SshdSocketAddress database;
    private @Nullable SshClient client;
    private @Nullable ClientSession session;
    private int port;
    private boolean closed;

    /** Connects to nothing yet. */
    public Tunnel(TunnelSettings settings) {
        this(settings, HEARTBEAT);
    }

    /**
     * Connects to nothing yet.
     *
     * @param heartbeat how often the server is asked whether it lives
     */
    Tunnel(TunnelSettings settings, Duration heartbeat) {
        this.settings = settings;
        this.heartbeat = heartbeat;
    }

    /**
     * The local port that leads to a database; opens the tunnel if it is not open. Always called
     * with the same database.
     *
     * @param host the database's, as the SSH server knows it; IPv6 also in brackets
     * @param databasePort from 1 to 65535
     * @throws EndpointException TRANSIENT if the SSH server cannot be reached, MISCONFIGURED if it
     *     is not the one that was named or refuses the login
     */
    public synchronized int port(String host, int databasePort) {
        if (closed) {
            throw new EndpointException(
                    Kind.TRANSIENT, Code.CONNECTION_LOST, "This endpoint is closed");
        }
        ClientSession known = session;
        if (known == null || !known.isOpen()) {
            shut();
            try {
                port = open(new SshdSocketAddress(bare(host), databasePort));
            } catch (EndpointException e) {
                shut();
                throw e;
            }
        }
        return port;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * Why the SSH server lets nobody through just now, for the end of a message; empty if it does.
     * Drivers see a closed connection and no more, so after a failure the server is asked once.
     */
    public String said() {
        ClientSession known;
        synchronized (this) {
            known = session;
        }
        SshdSocketAddress there = database;
        if (known == null || !known.isOpen() || there == null) {
            return "";
        }
        try (ChannelDirectTcpip way =
                known.createDirectTcpipChannel(new SshdSocketAddress(HOST, 0), there)) {
            way.open().verify(PATIENCE);
            return "";
        } catch (IOException e) {
            return ", where the SSH server says \"" + root(e) + "\"";
        }
    }

    private static @Nullable String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private int open(SshdSocketAddress there) {
        database = there;
        AtomicReference<@Nullable String> stranger = new AtomicReference<>();
        try {
            SshClient made = client(stranger);
            client = made;
            ClientSession fresh =
                    made.connect(settings.user(), settings.host(), settings.port())
                            .verify(PATIENCE)
                            .getClientSession();
            session = fresh;
            settings.identify(fresh);
            fresh.auth().verify(PATIENCE);
            return fresh.startLocalPortForwarding(new SshdSocketAddress(HOST, 0), there).getPort();
        } catch (IOException e) {
            throw failure(e, stranger.get());
        }
    }

    private SshClient client(AtomicReference<@Nullable String> stranger) {
        SshClient made = SshClient.setUpDefaultClient();
        made.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        made.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        List<NamedFactory<Signature>> signatures = made.getSignatureFactories();
        made.setUserAuthFactories(settings.ways(signatures));
        HostKeys keys = settings.hostKeys();
        made.setSignatureFactories(keys.among(signatures));
        made.setServerKeyVerifier(
                (_, _, key) -> {
                    boolean known = keys.contain(key);
                    if (!known) {
                        stranger.set(HostKeys.shown(key));
                    }
                    return known;
                });
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, heartbeat);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, 2);
        // A stream of changes may be silent for days.
        CoreModuleProperties.IDLE_TIMEOUT.set(made, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(made, Duration.ZERO);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(made, true);
        CoreModuleProperties.TCP_NODELAY.set(made, true);
        made.start();
        return made;
    }

    /** The library's own words may tell how one logs in; ours do not. */
    private EndpointException failure(IOException e, @Nullable String stranger) {
        String server = "The SSH server " + settings.place();
        if (stranger != null) {
            return new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.SSH_UNTRUSTED,
                    server + " shows the key " + stranger + ", which is not in ssh_host_key.");
        }
        int reason = e instanceof SshException refused ? refused.getDisconnectCode() : 0;
        if (reason == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
            return new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.SSH_LOGIN_REFUSED,
                    server + " refuses the user or what proves it.");
        }
        if (reason == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
            return new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.SSH_UNTRUSTED,
                    server
                            + " has no key of a kind that ssh_host_key names, or no way of"
                            + " encrypting in common with us: "
                            + e.getMessage());
        }
        if (e instanceof InterruptedIOException) {
            Thread.currentThread().interrupt();
        }
        return new EndpointException(
                Kind.TRANSIENT,
                Code.SSH_UNREACHABLE,
                server + " opens no tunnel: " + e.getMessage(),
                e);
    }

    private void shut() {
        SshClient open = client;
        client = null;
        session = null;
        if (open != null) {
            open.stop();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        shut();
    }
}
