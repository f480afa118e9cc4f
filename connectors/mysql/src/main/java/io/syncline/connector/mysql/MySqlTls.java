package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.TlsSockets;
import java.io.IOException;
import java.net.Socket;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/** What the driver encrypts by, which finds it by its type through the service loader. */
public final class MySqlTls implements TlsSocketPlugin {
    static final String TYPE = "syncline";

    private @Nullable TlsSockets sockets;

    /** Needed by the service loader. */
    public MySqlTls() {}

    @Override
    public String type() {
        return TYPE;
    }

    /** The driver asks a plugin of its own for each connection, for this before all else. */
    @Override
    public TrustManager[] getTrustManager(
            Configuration configuration, ExceptionFactory failures, HostAddress address) {
        sockets = new TlsSockets(configuration.nonMappedOptions());
        return new TrustManager[0];
    }

    @Override
    public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory failures) {
        return new KeyManager[0];
    }

    /** Made of what is trusted and of our own keys, whatever factory the driver has made. */
    @Override
    public SSLSocket createSocket(Socket under, SSLSocketFactory factory) throws IOException {
        TlsSockets made = Objects.requireNonNull(sockets);
        return (SSLSocket)
                made.createSocket(
                        under, under.getInetAddress().getHostAddress(), under.getPort(), true);
    }

    /** The sockets have looked at the host in their handshake. */
    @Override
    public void verify(String host, SSLSession session, long thread) {}
}
