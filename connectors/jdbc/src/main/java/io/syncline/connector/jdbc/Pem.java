package io.syncline.connector.jdbc;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Certificates and keys as PEM text. No message shows any of it. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private Pem() {}

    /**
     * Refuses what is not PEM text: the name of a file would let a configuration name any file of
     * the server's machine.
     *
     * @throws EndpointException NAMED_FILE
     */
    static void require(String setting, @Nullable String text) {
        if (text != null && !text.contains(BEGIN)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.NAMED_FILE,
                    setting
                            + " is PEM text: write ${file:/run/secrets/name} to have a file's text"
                            + " put in");
        }
    }

    /**
     * The certificates of a text, at least one.
     *
     * @throws EndpointException BAD_PEM
     */
    static List<X509Certificate> certificates(String setting, String text) {
        try {
            List<X509Certificate> found = new ArrayList<>();
            for (var each :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            text.getBytes(StandardCharsets.US_ASCII)))) {
                found.add((X509Certificate) each);
            }
            if (found.isEmpty()) {
                throw bad(setting + " holds no certificate", null);
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw bad(setting + " holds no certificate that can be read", e);
        }
    }

    /**
     * The private key of a text, in the form PKCS #8.
     *
     * @param password of an encrypted key, or null
     * @throws EndpointException BAD_PEM
     */
    static PrivateKey privateKey(Secret text, @Nullable Secret password) {
        Matcher block = BLOCK.matcher(text.reveal());
        if (!block.find()) {
            throw bad("sslkey holds no block of PEM", null);
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
            return switch (block.group(1)) {
                case "PRIVATE KEY" -> decoded(new PKCS8EncodedKeySpec(bytes));
                case "ENCRYPTED PRIVATE KEY" -> {
                    if (password == null) {
                        throw bad("sslkey is encrypted, and there is no sslpassword", null);
                    }
                    yield decoded(decrypted(new EncryptedPrivateKeyInfo(bytes), password));
                }
                default ->
                        throw bad(
                                "sslkey is not in the form PKCS #8: openssl pkcs8 -topk8 makes one"
                                        + " of it",
                                null);
            };
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            // Without the cause: it may quote the key.
            throw bad("sslkey cannot be read with what is given", null);
        }
    }

    private static PKCS8EncodedKeySpec decrypted(EncryptedPrivateKeyInfo info, Secret password)
            throws GeneralSecurityException {
        String algorithm =
                info.getAlgParameters() != null && info.getAlgName().startsWith("PBES2")
                        ? info.getAlgParameters().toString()
                        : info.getAlgName();
        PBEKeySpec spec = new PBEKeySpec(password.reveal().toCharArray());
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                    info.getAlgParameters());
            return info.getKeySpec(cipher);
        } finally {
            spec.clearPassword();
        }
    }

    private static PrivateKey decoded(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        GeneralSecurityException last = null;
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last == null ? new GeneralSecurityException("No key") : last;
    }

    private static EndpointException bad(String message, @Nullable Throwable cause) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.BAD_PEM, message, cause);
    }
}
