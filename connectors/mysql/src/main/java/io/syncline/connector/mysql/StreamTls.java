package io.syncline.connector.mysql;

import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/**
 * The encryption of {@link MySqlTls}, with the socket kept for a stream; see {@link StreamSockets}.
 * Made by the driver, by its type.
 */
public final class StreamTls implements TlsSocketPlugin {
    static final String TYPE = "syncline-stream";

    private final TlsSocketPlugin own = new MySqlTls();

    /** Needed by the driver. */
    public StreamTls() {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public TrustManager[] getTrustManager(
            Configuration settings, ExceptionFactory exceptions, HostAddress host)
            throws SQLException {
        return own.getTrustManager(settings, exceptions, host);
    }

    @Override
    public KeyManager[] getKeyManager(Configuration settings, ExceptionFactory exceptions)
            throws SQLException {
        return own.getKeyManager(settings, exceptions);
    }

    @Override
    public SSLSocket createSocket(Socket socket, SSLSocketFactory factory) throws IOException {
        SSLSocket covered = own.createSocket(socket, factory);
        StreamSockets.covered(covered);
        return covered;
    }

    @Override
    public void verify(String host, SSLSession session, long thread) throws SSLException {
        own.verify(host, session, thread);
    }
}
