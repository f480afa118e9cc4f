package io.syncline.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are looked at, and what is made of the answer. */
class ImageLookTest {
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private ImageLook look;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/image.png", 200, "image/png", null);
        answer("/page", 200, "text/html", null);
        answer("/none", 404, "image/png", null);
        answer("/moved", 302, null, "/image.png");
        answer("/round", 302, null, "/round");
        answer("/inside", 302, null, "http://inside.example:" + port() + "/image.png");
        answer("/file", 302, null, "file:///etc/hostname");
        server.start();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetAddress hidden = InetAddress.getByName("10.0.0.1");
        look =
                new ImageLook(
                        host ->
                                host.equals("both.example")
                                        ? new InetAddress[] {loopback, hidden}
                                        : new InetAddress[] {
                                            host.equals("inside.example") ? hidden : loopback
                                        },
                        loopback::equals,
                        true);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void answer(String path, int status, String type, String location) {
        server.createContext(
                path,
                exchange -> {
                    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    if (type != null) {
                        exchange.getResponseHeaders().add("Content-Type", type);
                    }
                    if (location != null) {
                        exchange.getResponseHeaders().add("Location", location);
                    }
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
    }

    private String at(String host, String path) {
        return look.problem("http://" + host + ":" + port() + path);
    }

    @Test
    void anImageIsSeenByItsHeadAloneAlsoWhereItHasMoved() {
        assertThat(at("images.example", "/image.png?size=2")).isNull();
        assertThat(at("images.example", "/moved")).isNull();
        assertThat(asked)
                .containsExactly("HEAD /image.png?size=2", "HEAD /moved", "HEAD /image.png");
    }

    @Test
    void whatIsNoImageIsSaidToBeNone() {
        assertThat(at("images.example", "/page")).isEqualTo("it is no image");
        assertThat(at("images.example", "/none")).isEqualTo("the answer is 404");
        assertThat(at("images.example", "/round")).isEqualTo("too many redirects");
        assertThat(look.problem("ftp://images.example/x")).isEqualTo("no web address");
        assertThat(look.problem("http://me:secret@images.example/x")).isEqualTo("no web address");
        assertThat(look.problem("not an address")).isEqualTo("no address");
    }

    @Test
    void nothingInsideIsAskedNeitherAtOnceNorByARedirectNorByASecondAddress() {
        assertThat(at("inside.example", "/image.png")).isEqualTo("nobody answers");
        assertThat(at("both.example", "/image.png")).isEqualTo("nobody answers");
        assertThat(asked).isEmpty();
        assertThat(at("images.example", "/inside")).isEqualTo("nobody answers");
        assertThat(at("images.example", "/file")).isEqualTo("no web address");
        assertThat(asked).containsExactly("HEAD /inside", "HEAD /file");
    }

    @Test
    void asItShipsItAsksNobodyHereAndUsesUsualPortsOnly() {
        ImageLook ships = new ImageLook();
        assertThat(ships.problem("http://127.0.0.1/image.png")).isEqualTo("nobody answers");
        assertThat(ships.problem("http://[::1]/image.png")).isEqualTo("nobody answers");
        assertThat(ships.problem("http://127.0.0.1:" + port() + "/image.png"))
                .isEqualTo("an unusual port");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1"
            })
    void anAddressThatIsNotEverybodysIsRefused(String address) throws Exception {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.1.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "::ffff:8.8.8.8"
            })
    void aPublicAddressIsTaken(String address) throws Exception {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isTrue();
    }
}
