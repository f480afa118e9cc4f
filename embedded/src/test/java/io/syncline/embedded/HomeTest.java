package io.syncline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeTest {
    private final Place place = Place.create();

    @AfterEach
    void remove() {
        place.close();
    }

    @Test
    void aPortThatSomeoneElseTookIsNotTakenAgain() throws IOException {
        try (Home home = Home.open(place.folder());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            home.rememberPort(other.getLocalPort());
            assertThat(home.port(0)).isNotZero().isNotEqualTo(other.getLocalPort());
            assertThatThrownBy(() -> home.port(other.getLocalPort()))
                    .hasMessageContaining("Port " + other.getLocalPort() + " is in use");
        }
    }

    @Test
    void aSpoiltPortFileDoesNotPreventAStart() throws IOException {
        try (Home home = Home.open(place.folder())) {
            Files.writeString(place.file("port"), "70000\u0000");
            assertThat(home.port(0)).isBetween(1, 0xFFFF);
        }
    }

    @Test
    void aFolderThatServersCannotReachIsNamed() throws IOException {
        assumeTrue(Host.root(), "only root's children change their user");
        Path closed = Files.createDirectory(place.file("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> Home.open(closed.resolve("data")))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("chmod o+x " + closed);
    }

    @Test
    void aLongLogIsSetAside() throws IOException {
        Files.write(place.file("server.log"), new byte[(10 << 20) + 1]);
        try (Home home = Home.open(place.folder())) {
            assertThat(home.log()).doesNotExist();
            assertThat(place.file("server.log.1")).exists();
        }
    }

    @Test
    void onlyTheEndOfALogIsQuoted() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int line = 1; line <= 30_000; line++) {
            text.append("line ").append(line).append('\n');
        }
        Path log = Files.writeString(place.file("server.log"), text);
        assertThat(LaunchException.tail(log))
                .hasSize(60)
                .startsWith("line 29941")
                .endsWith("line 30000");
    }
}
