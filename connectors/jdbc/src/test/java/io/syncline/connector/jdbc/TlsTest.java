package io.syncline.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.core.endpoint.Settings;
import io.syncline.testkit.services.Authority;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong about settings of TLS is said before anything is connected to. */
class TlsTest {
    private static final String BROKEN =
            "-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n";
    private static final String BROKEN_KEY =
            "-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----\n";
    private static final String OLD_KEY =
            "-----BEGIN RSA PRIVATE KEY-----\naHVudGVyMg==\n-----END RSA PRIVATE KEY-----\n";
    private static final String SEALED_KEY =
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\naHVudGVyMg==\n-----END ENCRYPTED PRIVATE KEY-----\n";

    private static String good;
    private static String key;

    @BeforeAll
    static void sign() throws Exception {
        Authority authority = Authority.create();
        good = authority.certificate("authority");
        key = authority.key("authority");
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=hunter2, UNKNOWN_WORD",
        "sslmode=VERIFY-FULL, UNKNOWN_WORD",
        "sslrootcert=/etc/passwd, NAMED_FILE",
        "sslrootcert=../../hunter2, NAMED_FILE",
        "sslcert=/etc/hunter2.pem|sslkey=KEY, NAMED_FILE",
        "sslcert=GOOD|sslkey=/etc/hunter2.key, NAMED_FILE",
        "sslmode=require|sslrootcert=BROKEN, BAD_PEM",
        "sslmode=require|sslcert=BROKEN|sslkey=KEY, BAD_PEM",
        "sslcert=GOOD|sslkey=BROKEN_KEY, BAD_PEM",
        "sslcert=GOOD|sslkey=OLD_KEY, BAD_PEM",
        "sslcert=GOOD|sslkey=SEALED_KEY, BAD_PEM",
        "sslcert=GOOD|sslkey=SEALED_KEY|sslpassword=hunter2, BAD_PEM",
        "sslcert=GOOD, TLS_PARTS",
        "sslkey=KEY, TLS_PARTS",
        "sslpassword=hunter2, TLS_PARTS",
        "sslmode=disable|sslrootcert=GOOD, TLS_PARTS",
        "sslmode=disable|sslcert=GOOD|sslkey=KEY, TLS_PARTS",
    })
    void whatIsWrongIsNamedAndNothingOfItRepeated(String settings, Code code) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> tls(settings))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(
                        e ->
                                assertThat(String.valueOf(e.getMessage()))
                                        .doesNotContain("hunter2", "aHVudGVyMg", "passwd"));
    }

    @Test
    void nothingOfItsKeyIsPrinted() {
        Tls tls = tls("sslmode=verify-full|sslrootcert=GOOD|sslcert=GOOD|sslkey=KEY");

        assertThat(tls.toString()).isEqualTo("Tls[verify-full, with a certificate]");
    }

    @Test
    void anEncryptedKeyOpensWithItsPasswordAlone() throws Exception {
        String algorithm = "PBEWithSHA1AndDESede";
        byte[] plain =
                Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", "").strip());
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm)
                        .generateSecret(new PBEKeySpec("hunter2".toCharArray())));
        byte[] sealed = cipher.doFinal(plain);
        String text =
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        new EncryptedPrivateKeyInfo(cipher.getParameters(), sealed)
                                                .getEncoded())
                        + "\n-----END ENCRYPTED PRIVATE KEY-----\n";

        assertThat(Pem.privateKey(Secret.of(text), Secret.of("hunter2")).getEncoded())
                .isEqualTo(plain);
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Pem.privateKey(Secret.of(text), Secret.of("hunter3")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.BAD_PEM));
    }

    @Test
    void aUrlsParametersCountWhereNoSettingIsGiven() {
        Settings settings = new Settings(Tls.settings(Tls.Mode.PREFER));
        Tls tls =
                Tls.of(
                        Config.of(settings, Map.of("sslmode", "verify-full")),
                        Map.of("sslmode", "disable", "sslrootcert", good),
                        Tls.Mode.PREFER);

        assertThat(tls.mode()).isEqualTo(Tls.Mode.VERIFY_FULL);
        assertThat(tls.root()).isEqualTo(good);
    }

    private static Tls tls(String words) {
        Map<String, String> values = new TreeMap<>();
        for (String word : words.split("\\|")) {
            String[] pair = word.split("=", 2);
            values.put(
                    pair[0],
                    switch (pair[1]) {
                        case "GOOD" -> good;
                        case "KEY" -> key;
                        case "BROKEN" -> BROKEN;
                        case "BROKEN_KEY" -> BROKEN_KEY;
                        case "OLD_KEY" -> OLD_KEY;
                        case "SEALED_KEY" -> SEALED_KEY;
                        default -> pair[1];
                    });
        }
        return Tls.of(
                Config.of(new Settings(Tls.settings(Tls.Mode.PREFER)), values),
                Map.of(),
                Tls.Mode.PREFER);
    }
}
