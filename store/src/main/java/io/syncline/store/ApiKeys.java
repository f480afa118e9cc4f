package io.syncline.store;

import io.syncline.core.endpoint.Secret;
import io.syncline.engine.store.Keyring;
import io.syncline.engine.store.Role;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keys that let programs in: {@code syn_<id>_<secret>}, the secret 256 random bits in base 62. Only
 * its HMAC-SHA-256 is kept, under a pepper that opens with the master key, so that neither the
 * database alone nor the master key alone can tell or check a key. Safe for use by several threads.
 */
public final class ApiKeys {
    /**
     * A key that was made.
     *
     * @param entry what is kept of it
     * @param key the whole key; nobody can tell it again
     */
    public record Made(Keyring.Entry entry, Secret key) {}

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_DIGITS = 43;
    private static final int ID_DIGITS = 12;
    private static final Pattern FORM =
            Pattern.compile(
                    "syn_([0-9A-Za-z]{%d})_([0-9A-Za-z]{%d})".formatted(ID_DIGITS, SECRET_DIGITS));

    /** Their use is noted no finer: not every request is to write. */
    private static final long USE_MILLIS = Duration.ofHours(1).toMillis();

    private final Keyring ring;
    private final byte[] pepper;
    private final SecureRandom random;

    ApiKeys(Keyring ring, Pepper pepper, SecureRandom random) {
        this.ring = ring;
        this.pepper = pepper.bytes();
        this.random = random;
    }

    /**
     * Makes a key for an administrator, without an end.
     *
     * @param name who it lets in
     * @param nowMillis the present, UTC
     * @return the whole key; nobody can tell it again
     */
    public Secret create(String name, long nowMillis) {
        return create(name, Role.ADMIN, null, null, nowMillis).key();
    }

    /**
     * Makes a key.
     *
     * @param name who it lets in
     * @param expiresMillis from when on it is not good any more, UTC; null for never
     * @param maker the name of the key by which it is made; null for none
     * @param nowMillis the present, UTC
     */
    public Made create(
            String name,
            Role role,
            @Nullable Long expiresMillis,
            @Nullable String maker,
            long nowMillis) {
        String id = digits(ID_DIGITS, ID_DIGITS);
        String secret = digits(SECRET_BYTES, SECRET_DIGITS);
        Keyring.Entry entry =
                new Keyring.Entry(id, name, role, maker, nowMillis, expiresMillis, null, null);
        ring.keep(entry, hash(id, secret));
        return new Made(entry, Secret.of(shown(id) + "_" + secret));
    }

    /** How a key with this id begins, for people to tell keys apart. */
    public static String shown(String id) {
        return "syn_" + id;
    }

    /**
     * The key that a text is, or null if it is none, is wrong, has ended or was revoked. Takes as
     * long for a wrong secret as for a right one. Notes the hour in which a good key was used.
     *
     * @param text the whole key
     * @param nowMillis the present, UTC
     */
    public Keyring.@Nullable Entry check(String text, long nowMillis) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String id = parts.group(1);
        Keyring.Entry entry = ring.match(id, hash(id, parts.group(2)));
        if (entry == null || !entry.good(nowMillis)) {
            return null;
        }
        long hour = nowMillis - Math.floorMod(nowMillis, USE_MILLIS);
        Long before = entry.usedMillis();
        if (before == null || before < hour) {
            ring.used(id, hour);
        }
        return entry;
    }

    /** Whether the key of an id is still good. */
    public boolean good(String id, long nowMillis) {
        Keyring.Entry entry = ring.entry(id);
        return entry != null && entry.good(nowMillis);
    }

    /** Whether no key was ever made. */
    public boolean none() {
        return ring.entries("", 1).isEmpty();
    }

    /**
     * A secret of 256 bits for another purpose, in hexadecimal digits: the same for as long as keys
     * stay good, whatever the master key.
     *
     * @param purpose with a blank in it, which no key's id has
     */
    public Secret derived(String purpose) {
        if (purpose.indexOf(' ') < 0) {
            throw new IllegalArgumentException("A purpose of several words");
        }
        return Secret.of(HexFormat.of().formatHex(hash(purpose)));
    }

    private byte[] hash(String id, String secret) {
        return hash(id + "_" + secret);
    }

    private byte[] hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-256", e);
        }
    }

    private String digits(int bytesCount, int count) {
        byte[] bytes = new byte[bytesCount];
        random.nextBytes(bytes);
        BigInteger number = new BigInteger(1, bytes);
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            BigInteger[] parts = number.divideAndRemainder(BASE);
            text.append(DIGITS.charAt(parts[1].intValue()));
            number = parts[0];
        }
        return text.reverse().toString();
    }
}
