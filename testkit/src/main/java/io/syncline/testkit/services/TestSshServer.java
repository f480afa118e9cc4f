package io.syncline.testkit.services;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.jspecify.annotations.Nullable;

/**
 * An SSH server of a test's own on a port of the loopback address, which can be killed and started
 * again. It lets people through to wherever its machine can reach, and does nothing else for them.
 */
public final class TestSshServer implements AutoCloseable {
    private static final String USER = "traveller";
    private static final String PASSWORD = "only for tests";

    private final KeyPair own;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private int port;
    private volatile boolean closedToAll;
    private @Nullable SshServer server;

    private TestSshServer(KeyPair own) {
        this.own = own;
    }

    /** Starts one with a key of its own. */
    public static TestSshServer start() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        TestSshServer made = new TestSshServer(generator.generateKeyPair());
        made.again();
        return made;
    }

    /** Starts it again on the same port, with the same key, after a {@link #kill}. */
    public void again() throws IOException {
        SshServer fresh = SshServer.setUpDefaultServer();
        fresh.setHost("127.0.0.1");
        fresh.setPort(port);
        org.apache.sshd.core.CoreModuleProperties.TCP_NODELAY.set(fresh, true);
        // The safest are slow until they are compiled, and it is not they that are tested.
        fresh.setKeyExchangeFactories(
                fresh.getKeyExchangeFactories().stream()
                        .filter(each -> each.getName().equals("curve25519-sha256"))
                        .toList());
        fresh.setKeyPairProvider(KeyPairProvider.wrap(own));
        fresh.setPasswordAuthenticator(
                (user, password, _) -> user.equals(USER) && password.equals(PASSWORD));
        fresh.setPublickeyAuthenticator(
                (user, key, _) -> user.equals(USER) && known.contains(text(key)));
        fresh.setForwardingFilter(
                closedToAll
                        ? RejectAllForwardingFilter.INSTANCE
                        : AcceptAllForwardingFilter.INSTANCE);
        fresh.start();
        port = fresh.getPort();
        server = fresh;
    }

    /** Ends it and all that goes through it, without a word to anybody. */
    public void kill() throws IOException {
        SshServer running = server;
        server = null;
        if (running != null) {
            running.stop(true);
        }
    }

    /** Listens to nobody any more who is there, as in a network that has lost its state. */
    public void fallSilent() {
        SshServer running = server;
        if (running != null) {
            running.getActiveSessions().forEach(each -> each.getIoSession().suspendRead());
        }
    }

    /** From the next start on, people may log in and go nowhere. */
    public void letNobodyThrough() {
        closedToAll = true;
    }

    /** How many have logged in and are still there. */
    public int sessions() {
        SshServer running = server;
        return running == null ? 0 : running.getActiveSessions().size();
    }

    /** Lets a key in. */
    public void know(PublicKey key) {
        known.add(text(key));
    }

    private static String text(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }

    /** Its own key as {@code ssh-keyscan} prints it. */
    public String hostKey() {
        return "127.0.0.1 " + text(own.getPublic());
    }

    /** The fingerprint of its own key. */
    public String fingerprint() {
        return KeyUtils.getFingerPrint(own.getPublic());
    }

    /** An endpoint's settings that lead through it, by password. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("ssh_host", "127.0.0.1");
        settings.put("ssh_port", Integer.toString(port));
        settings.put("ssh_user", USER);
        settings.put("ssh_password", PASSWORD);
        settings.put("ssh_host_key", fingerprint());
        return settings;
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
