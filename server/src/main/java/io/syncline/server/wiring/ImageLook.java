package io.syncline.server.wiring;

import io.syncline.engine.shape.ShapeTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether there is an image at an address, by HEAD. The name is resolved once and the
 * connection goes to the very address that was judged, so that a name cannot lead elsewhere between
 * the two; each redirect is judged anew. Safe for use by several threads; blocks for seconds at
 * most.
 */
final class ImageLook implements ShapeTools.Images {
    private static final int REDIRECTS_MAX = 3;
    private static final int MILLIS_MAX = 5_000;
    private static final int HEAD_BYTES_MAX = 16 * 1024;

    /** Resolves names. */
    @FunctionalInterface
    interface Names {
        /** The addresses of a name. */
        InetAddress[] of(String host) throws IOException;
    }

    private final Names names;
    private final Predicate<InetAddress> allowed;
    private final boolean anyPort;

    ImageLook() {
        this(InetAddress::getAllByName, PublicAddresses::contain, false);
    }

    /** For tests: another resolver, and what it may lead to. */
    ImageLook(Names names, Predicate<InetAddress> allowed, boolean anyPort) {
        this.names = names;
        this.allowed = allowed;
        this.anyPort = anyPort;
    }

    private record Answer(int status, @Nullable String location, @Nullable String type) {}

    @Override
    public @Nullable String problem(String url) {
        try {
            URI here = new URI(url);
            for (int i = 0; i <= REDIRECTS_MAX; i++) {
                String refused = refused(here);
                if (refused != null) {
                    return refused;
                }
                Answer answer = ask(here);
                boolean elsewhere = answer.status >= 300 && answer.status < 400;
                if (!elsewhere || answer.location == null) {
                    return judged(answer);
                }
                here = here.resolve(answer.location);
            }
            return "too many redirects";
        } catch (java.net.URISyntaxException | IllegalArgumentException _) {
            return "no address";
        } catch (IOException _) {
            return "nobody answers";
        }
    }

    private static @Nullable String judged(Answer answer) {
        if (answer.status != 200) {
            return "the answer is " + answer.status;
        }
        String type = String.valueOf(answer.type).toLowerCase(Locale.ROOT);
        return type.startsWith("image/") ? null : "it is no image";
    }

    private @Nullable String refused(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
            return "no web address";
        }
        boolean usual = uri.getPort() < 0 || uri.getPort() == port(scheme);
        return usual || anyPort ? null : "an unusual port";
    }

    private static int port(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private Answer ask(URI uri) throws IOException {
        String host = uri.getHost();
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() < 0 ? port(scheme) : uri.getPort();
        InetAddress[] found = names.of(plain(host));
        for (InetAddress each : found) {
            // One that is not public is enough: the next look could be led there.
            if (!allowed.test(each)) {
                throw new IOException("not a public address");
            }
        }
        if (found.length == 0) {
            throw new IOException("no address");
        }
        try (Socket plain = new Socket()) {
            plain.setSoTimeout(MILLIS_MAX);
            plain.connect(new InetSocketAddress(found[0], port), MILLIS_MAX);
            if (!scheme.equals("https")) {
                return ask(plain, uri, host);
            }
            try (SSLSocket secure = secured(plain, host, port)) {
                return ask(secure, uri, host);
            }
        }
    }

    /** An address in brackets stands without them elsewhere. */
    private static String plain(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static SSLSocket secured(Socket plain, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!host.startsWith("[") && !host.matches("[0-9.]+")) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static Answer ask(Socket socket, URI uri, String host) throws IOException {
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String request =
                "HEAD "
                        + path
                        + query
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                        + "\r\nUser-Agent: syncline\r\nAccept: image/*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return read(socket.getInputStream());
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        for (int c = in.read(); c >= 0 && ends < 2; c = ends < 2 ? in.read() : -1) {
            head.write(c);
            ends = c == '\n' ? ends + 1 : c == '\r' ? ends : 0;
            if (head.size() > HEAD_BYTES_MAX) {
                throw new IOException("too long an answer");
            }
        }
        List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
        String first = lines.isEmpty() ? "" : lines.getFirst();
        if (!first.matches("HTTP/1\\.[01] [0-9]{3}.*")) {
            throw new IOException("no HTTP");
        }
        return new Answer(
                Integer.parseInt(first.substring(9, 12)),
                header(lines, "location:"),
                header(lines, "content-type:"));
    }

    private static @Nullable String header(List<String> lines, String name) {
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name)) {
                return line.substring(name.length()).strip();
            }
        }
        return null;
    }
}
