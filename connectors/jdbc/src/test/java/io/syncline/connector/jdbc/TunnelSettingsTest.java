package io.syncline.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Settings;
import io.syncline.testkit.services.TestSshServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong about a tunnel is said before anything is connected to. */
class TunnelSettingsTest {
    private static final String PRINT = "SHA256:PVx/OcGSoAzfd+edw6u+2FWtVpLnagfC7iBXquSRiJI";
    private static final String LINE =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBdVUtkBnIF5gJKtG2ARBW/pl2ZGHvBmYtbQOMNzLPe8";

    @ParameterizedTest
    @CsvSource({
        "ssh_host=h|ssh_user=u|ssh_host_key=PRINT, either",
        "ssh_host=h|ssh_user=u|ssh_host_key=PRINT|ssh_password=hunter2|ssh_private_key=x, either",
        "ssh_host=h|ssh_host_key=PRINT|ssh_password=hunter2, ssh_user",
        "ssh_host=h|ssh_user=u|ssh_password=hunter2, ssh_host_key",
        "ssh_user=u, ssh_user is of no use",
        "ssh_password=hunter2, ssh_password is of no use",
        "ssh_host_key=PRINT, ssh_host_key is of no use",
        "ssh_port=22, ssh_port is of no use",
        "ssh_host=h|ssh_user=u|ssh_host_key=PRINT|ssh_password=x|ssh_port=0, ssh_port",
        "ssh_host=h|ssh_user=u|ssh_host_key=PRINT|ssh_password=x|ssh_port=hunter2, ssh_port",
        "ssh_host=h|ssh_user=u|ssh_host_key=any|ssh_password=x, no word for any key",
        "ssh_host=h|ssh_user=u|ssh_host_key=*|ssh_password=x, no word for any key",
        "ssh_host=h|ssh_user=u|ssh_host_key=SHA256:*|ssh_password=x, no word for any key",
        "ssh_host=h|ssh_user=u|ssh_host_key=MD5:16:27:ac|ssh_password=x, no word for any key",
        "ssh_host=h|ssh_user=u|ssh_host_key=# none|ssh_password=x, from 1 to 20",
        "ssh_host=h|ssh_user=u|ssh_host_key=@cert-authority * LINE|ssh_password=x, no word",
        "ssh_host=h|ssh_user=u|ssh_host_key=PRINT|ssh_password=x|ssh_passphrase=hunter2, none",
        "ssh_host=h|ssh_user=u|ssh_host_key=PRINT|ssh_private_key=PEM, cannot be read",
    })
    void whatIsWrongIsNamedAndNoSecretRepeated(String settings, String named) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> read(settings))
                .withMessageContaining(named)
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SSH_PARTS))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void aFileOfTheServersMachineIsNotReadByItsName() {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(
                        () ->
                                read(
                                        "ssh_host=h|ssh_user=u|ssh_host_key=PRINT"
                                                + "|ssh_private_key=/etc/ssh/id_ed25519"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NAMED_FILE))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("id_ed25519"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LINE",
                "LINE somebody@somewhere",
                "db.example.com LINE",
                "|1|JfKTdBh7rNbXkVAQCRp4OQoPfmI=|USECr3SWf1JUPsms5AqfD5QfxkM= LINE",
                "# db:22 SSH-2.0-OpenSSH_9.6\n[db]:2222 LINE\n\n",
            })
    void aLineOfAnyFileThatKnowsAKeyIsItsFingerprint(String text) {
        HostKeys keys = HostKeys.of(text.replace("LINE", LINE));

        // What ssh-keygen -lf says of the line.
        assertThat(keys.fingerprints())
                .containsExactly("SHA256:k31c58uBYnsfLrRNUoXB8bZAWi9Mtj7W7H/zIt0evAE");
        assertThat(keys.kinds()).containsExactly("ssh-ed25519");
        assertThat(HostKeys.of(text.replace("LINE", LINE) + "\n" + PRINT).kinds()).isEmpty();
    }

    @Test
    void nothingOfASecretIsPrinted() {
        TunnelSettings settings =
                read("ssh_host=h|ssh_user=u|ssh_host_key=PRINT|ssh_password=hunter2");

        assertThat(settings).hasToString("u@h:22");
    }

    @ParameterizedTest
    @CsvSource({"EC, 256", "RSA, 2048"})
    void aKeyLogsInAsSshKeygenWritesIt(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        try (TestSshServer ssh = TestSshServer.start();
                ServerSocket database = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ssh.know(pair.getPublic());
            met(keyed(ssh, written(pair, null)), database);
        }
    }

    @Test
    void anEncryptedKeyLogsInWithItsPassphraseAndOneThatIsNotKnownDoesNot() throws Exception {
        KeyPair pair = ed25519();
        try (TestSshServer ssh = TestSshServer.start();
                ServerSocket database = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ssh.know(pair.getPublic());
            Map<String, String> settings = keyed(ssh, written(pair, "hunter2"));
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> TunnelSettings.of(config(settings)))
                    .withMessageContaining("cannot be read");
            settings.put("ssh_passphrase", "hunter2");
            met(settings, database);
            settings.put("ssh_private_key", written(ed25519(), "hunter2"));
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> met(settings, database))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SSH_LOGIN_REFUSED));
        }
    }

    private static Map<String, String> keyed(TestSshServer ssh, String key) {
        Map<String, String> settings = new TreeMap<>(ssh.settings());
        settings.remove("ssh_password");
        settings.put("ssh_host_key", ssh.hostKey());
        settings.put("ssh_private_key", key);
        return settings;
    }

    @Test
    void aServerThatFallsSilentIsGivenUpAndTheTunnelMadeAnew() throws Exception {
        try (TestSshServer ssh = TestSshServer.start();
                ServerSocket database = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Tunnel tunnel =
                        new Tunnel(
                                TunnelSettings.of(config(ssh.settings())), Duration.ofMillis(200));
                Socket near = way(tunnel, database);
                Socket _ = database.accept()) {
            // It lives although nobody says anything for longer than the limit.
            near.setSoTimeout(1000);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> near.getInputStream().read());
            near.setSoTimeout(10_000);
            ssh.fallSilent();
            assertThat(near.getInputStream().read()).isNegative();
            try (Socket again = way(tunnel, database);
                    Socket answering = database.accept()) {
                answering.getOutputStream().write(7);
                assertThat(again.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    private static Socket way(Tunnel tunnel, ServerSocket database) throws IOException {
        return new Socket(Tunnel.HOST, tunnel.port("localhost", database.getLocalPort()));
    }

    private static KeyPair ed25519() throws GeneralSecurityException {
        return SecurityUtils.getKeyPairGenerator("Ed25519").generateKeyPair();
    }

    private static String written(KeyPair pair, String passphrase)
            throws IOException, GeneralSecurityException {
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherType("256");
            encryption.setKdfRounds(2);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", encryption, out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    /** Somebody who goes through the tunnel is met at the other end. */
    private static void met(Map<String, String> settings, ServerSocket database)
            throws IOException {
        try (Tunnel tunnel = new Tunnel(TunnelSettings.of(config(settings)));
                Socket near = way(tunnel, database);
                Socket far = database.accept()) {
            near.getOutputStream().write(7);
            assertThat(far.getInputStream().read()).isEqualTo(7);
        }
    }

    private static Config config(Map<String, String> settings) {
        return Config.of(new Settings(TunnelSettings.all()), settings);
    }

    private static TunnelSettings read(String words) {
        Map<String, String> values = new TreeMap<>();
        for (String word : words.split("\\|(?=ssh_)")) {
            String[] pair = word.split("=", 2);
            values.put(
                    pair[0],
                    pair[1].replace("PRINT", PRINT)
                            .replace("LINE", LINE)
                            .replace(
                                    "PEM",
                                    "-----BEGIN OPENSSH PRIVATE KEY-----\naHVudGVyMg==\n"
                                            + "-----END OPENSSH PRIVATE KEY-----\n"));
        }
        return TunnelSettings.of(config(values));
    }
}
