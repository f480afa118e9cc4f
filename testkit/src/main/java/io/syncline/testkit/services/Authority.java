package io.syncline.testkit.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A certificate authority of a test's own, which signs whatever the test needs. */
public final class Authority {
    private static final String PASSWORD = "only for tests";
    private static final String ROOT = "authority";

    private final Path file;

    private Authority(Path file) {
        this.file = file;
    }

    /** A new one. */
    public static Authority create() throws IOException, InterruptedException {
        Authority made = new Authority(Services.folder("certificates").resolve("keys.p12"));
        made.keytool("-alias", ROOT, "-dname", "CN=authority", "-ext", "bc:c", "-validity", "90");
        return made;
    }

    /** Its own certificate, as PEM. */
    public String root() throws IOException, GeneralSecurityException {
        return certificate(ROOT);
    }

    /**
     * Signs a certificate for a new key.
     *
     * @param name what both are called here, and the certificate's common name
     * @param more further words for {@code keytool}, such as {@code -ext SAN=ip:127.0.0.1}
     */
    public Authority sign(String name, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("-alias", name, "-dname", "CN=" + name, "-signer", ROOT));
        words.addAll(Arrays.asList(more));
        keytool(words.toArray(String[]::new));
        return this;
    }

    /** A certificate, as PEM. */
    public String certificate(String name) throws IOException, GeneralSecurityException {
        return block("CERTIFICATE", store().getCertificate(name).getEncoded());
    }

    /** A private key in PKCS #8, as PEM. */
    public String key(String name) throws IOException, GeneralSecurityException {
        return block("PRIVATE KEY", store().getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static String block(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
    }

    private void keytool(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keyalg", "EC"));
        command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("No certificate: " + said);
        }
    }
}
