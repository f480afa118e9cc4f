package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** The master key as it may stand in a backup: sealed by AES-256-GCM under a passphrase. */
final class BackupKey {
    private static final int ROUNDS = 600_000;

    /** A file that asks for more is not one of ours, and would keep the machine busy. */
    private static final long ROUNDS_MAX = 10_000_000;

    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int KEY_BITS = 256;

    private BackupKey() {}

    /** The key under the passphrase, as members of a header. */
    static Map<String, @Nullable Object> sealed(
            MasterKey key, Secret passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] text = key.text().getBytes(StandardCharsets.US_ASCII);
        byte[] sealed =
                Sealing.encrypt(stretched(passphrase, salt, ROUNDS), nonce, text, place(key.id()));
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("rounds", (long) ROUNDS);
        members.put("salt", Base64.getEncoder().encodeToString(salt));
        members.put("nonce", Base64.getEncoder().encodeToString(nonce));
        members.put("sealed", Base64.getEncoder().encodeToString(sealed));
        return members;
    }

    /**
     * The key of such members.
     *
     * @param id which key it has to be
     * @throws EndpointException WRONG_PASSPHRASE if the passphrase does not open it
     */
    static MasterKey opened(Map<?, ?> members, String id, Secret passphrase) {
        try {
            long rounds = ((Number) required(members, "rounds")).longValue();
            if (rounds < 1 || rounds > ROUNDS_MAX) {
                throw new GeneralSecurityException("Rounds out of range");
            }
            byte[] text =
                    Sealing.decrypt(
                            stretched(passphrase, bytes(members, "salt"), (int) rounds),
                            bytes(members, "nonce"),
                            bytes(members, "sealed"),
                            place(id));
            return MasterKey.of(new String(text, StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.WRONG_PASSPHRASE,
                    "The passphrase does not open the master key in the backup",
                    e);
        }
    }

    private static byte[] bytes(Map<?, ?> members, String name) {
        return Base64.getDecoder().decode((String) required(members, name));
    }

    private static Object required(Map<?, ?> members, String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The key in the backup has no " + name);
        }
        return value;
    }

    private static byte[] place(String id) {
        return ("syncline backup key 1:" + id).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] stretched(Secret passphrase, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(passphrase.reveal().toCharArray(), salt, rounds, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
