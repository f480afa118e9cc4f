package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals texts under the master key: {@code s1:<key id>:<base64>}. Each text has a key of its own,
 * which is sealed under a key derived from the master key; both by AES-256-GCM, both bound to the
 * place the text stands at, so that a sealed text moved elsewhere does not open. Safe for use by
 * several threads.
 */
public final class Sealing {
    private static final String FORM = "s1";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;

    private final String keyId;
    private final byte[] wrappingKey;
    private final SecureRandom random;

    /** Seals under this key; the randomness makes keys and nonces. */
    public Sealing(MasterKey key, SecureRandom random) {
        this.keyId = key.id();
        this.wrappingKey = key.derive("syncline sealing " + FORM);
        this.random = random;
    }

    /**
     * A sealed text.
     *
     * @param owner whose text it is, such as a sync's id
     * @param field its name there
     */
    public String seal(String owner, String field, String text) {
        byte[] place = place(owner, field);
        byte[] key = bytes(KEY_BYTES);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sealed(out, wrappingKey, key, place);
        sealed(out, key, text.getBytes(StandardCharsets.UTF_8), place);
        Arrays.fill(key, (byte) 0);
        return FORM + ":" + keyId + ":" + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /**
     * The text that was sealed for this place.
     *
     * @throws EndpointException WRONG_MASTER_KEY if it was sealed under another key, for another
     *     place, or was changed
     */
    public String open(String owner, String field, String sealed) {
        String[] parts = sealed.split(":", -1);
        if (parts.length != 3 || !parts[0].equals(FORM)) {
            throw wrong("Not a sealed text of the form " + FORM + ": " + owner + " " + field, null);
        }
        if (!parts[1].equals(keyId)) {
            throw wrong(
                    "The store is sealed under the master key %s, not %s"
                            .formatted(parts[1], keyId),
                    null);
        }
        byte[] place = place(owner, field);
        try {
            byte[] all = Base64.getDecoder().decode(parts[2]);
            if (all.length < WRAPPED_BYTES + NONCE_BYTES + TAG_BYTES) {
                throw new GeneralSecurityException("Too short");
            }
            byte[] key = opened(wrappingKey, all, 0, WRAPPED_BYTES, place);
            byte[] text = opened(key, all, WRAPPED_BYTES, all.length, place);
            Arrays.fill(key, (byte) 0);
            return new String(text, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrong("The master key does not open " + field + " of " + owner, e);
        }
    }

    /** The id of the key that a text is sealed under; empty if it is no sealed text. */
    static String keyId(String sealed) {
        String[] parts = sealed.split(":", -1);
        return parts.length == 3 && parts[0].equals(FORM) ? parts[1] : "";
    }

    /** How every text begins that is sealed under this key. */
    String mark() {
        return FORM + ":" + keyId + ":";
    }

    private byte[] place(String owner, String field) {
        byte[] first = owner.getBytes(StandardCharsets.UTF_8);
        byte[] second = field.getBytes(StandardCharsets.UTF_8);
        byte[] form = (FORM + ":" + keyId).getBytes(StandardCharsets.UTF_8);
        // Lengths in front: "a","bc" is another place than "ab","c".
        return ByteBuffer.allocate(12 + form.length + first.length + second.length)
                .putInt(form.length)
                .put(form)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
    }

    private void sealed(ByteArrayOutputStream out, byte[] key, byte[] plain, byte[] place) {
        byte[] nonce = bytes(NONCE_BYTES);
        out.writeBytes(nonce);
        out.writeBytes(encrypt(key, nonce, plain, place));
    }

    private static byte[] opened(byte[] key, byte[] all, int start, int end, byte[] place)
            throws GeneralSecurityException {
        int sealed = start + NONCE_BYTES;
        return decrypt(
                key,
                Arrays.copyOfRange(all, start, sealed),
                Arrays.copyOfRange(all, sealed, end),
                place);
    }

    /** AES-256-GCM: the sealed text, then the tag. A nonce serves a key once. */
    static byte[] encrypt(byte[] key, byte[] nonce, byte[] plain, byte[] place) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-256-GCM", e);
        }
    }

    /** What was encrypted; throws if any byte of the four is another. */
    static byte[] decrypt(byte[] key, byte[] nonce, byte[] sealed, byte[] place)
            throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, nonce, place).doFinal(sealed);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(place);
        return cipher;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static EndpointException wrong(String message, @Nullable Throwable cause) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.WRONG_MASTER_KEY, message, cause);
    }

    @Override
    public String toString() {
        return "Sealing[" + keyId + "]";
    }
}
