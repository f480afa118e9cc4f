package io.syncline.connector.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes encrypted sockets that refuse, in their handshake, a server that does not prove itself as
 * far as it has to. Safe for use by several threads.
 */
public class TlsSockets extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final @Nullable String host;

    /** Sockets as a driver's properties say, into which {@link Tls#into} has put it. */
    public TlsSockets(Properties properties) {
        Tls tls = Tls.of(properties);
        this.sockets = sockets(tls);
        this.host = tls.mode() == Tls.Mode.VERIFY_FULL ? bare(Tls.host(properties)) : null;
    }

    private static SSLSocketFactory sockets(Tls tls) {
        boolean proven =
                tls.mode().compareTo(Tls.Mode.VERIFY_CA) >= 0
                        || tls.mode() == Tls.Mode.REQUIRE && tls.root() != null;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys(tls), proven ? trusted(tls) : new TrustManager[] {new Anyone()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This Java cannot use certificates it has read", e);
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static KeyManager @Nullable [] keys(Tls tls)
            throws GeneralSecurityException, IOException {
        if (tls.certificate() == null || tls.key() == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain =
                Pem.certificates("sslcert", tls.certificate()).toArray(new Certificate[0]);
        store.setKeyEntry("own", Pem.privateKey(tls.key(), tls.keyPassword()), new char[0], chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trusted(Tls tls) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (tls.root() == null) {
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        List<X509Certificate> roots = Pem.certificates("sslrootcert", tls.root());
        for (int i = 0; i < roots.size(); i++) {
            store.setCertificateEntry("root" + i, roots.get(i));
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    private Socket checking(Socket made) {
        if (host != null && made instanceof SSLSocket socket) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return made;
    }

    @Override
    public Socket createSocket(Socket under, String given, int port, boolean autoClose)
            throws IOException {
        return checking(sockets.createSocket(under, host == null ? given : host, port, autoClose));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String given, int port) throws IOException {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(String given, int port, InetAddress from, int fromPort)
            throws IOException {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(InetAddress given, int port) throws IOException {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(InetAddress given, int port, InetAddress from, int fromPort)
            throws IOException {
        throw elsewhere();
    }

    private static IOException elsewhere() {
        return new UnknownHostException("Drivers connect by themselves, and encrypt afterwards");
    }

    /** Nobody asked for a proof: encryption alone. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
