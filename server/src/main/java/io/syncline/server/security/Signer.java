package io.syncline.server.security;

import io.syncline.core.endpoint.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Signs texts by Ed25519, so that whoever has the public key can tell that they are this server's.
 * The key is made of a secret and so is the same after a restart. Safe for use by several threads.
 */
public final class Signer {
    private static final String ALGORITHM = "Ed25519";

    private final KeyPair keys;

    /**
     * @param seed 256 bits, in hexadecimal digits
     */
    public Signer(Secret seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no Ed25519", e);
        }
    }

    /** The signature of a text's UTF-8, as base64. */
    public String sign(String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("An Ed25519 key signs", e);
        }
    }

    /** The public key, as base64 of its X.509 form: what stands between the lines of a PEM file. */
    public String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** No chance at all: a private key is what it is made of, and the JDK finds the public one. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final transient Secret seed;

        Given(Secret seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            byte[] given = HexFormat.of().parseHex(seed.reveal());
            if (given.length != bytes.length) {
                throw new IllegalStateException("A private key of other bytes than Ed25519 has");
            }
            System.arraycopy(given, 0, bytes, 0, bytes.length);
        }
    }
}
