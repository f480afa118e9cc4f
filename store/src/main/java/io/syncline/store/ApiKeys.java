package io.syncline.store;

import io.syncline.core.endpoint.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
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
     * Who a good key belongs to.
     *
     * @param id the key's public part
     * @param name what people call it
     */
    public record Principal(String id, String name) {}

    private record Kept(Principal principal, byte[] hash, @Nullable Long expiresMillis) {}

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_DIGITS = 43;
    private static final int ID_DIGITS = 12;
    private static final Pattern FORM =
            Pattern.compile(
                    "syn_([0-9A-Za-z]{%d})_([0-9A-Za-z]{%d})".formatted(ID_DIGITS, SECRET_DIGITS));

    private final Sql sql;
    private final byte[] pepper;
    private final SecureRandom random;

    ApiKeys(Sql sql, Pepper pepper, SecureRandom random) {
        this.sql = sql;
        this.pepper = pepper.bytes();
        this.random = random;
    }

    /**
     * Makes a key without an end.
     *
     * @param name what people call it
     * @param nowMillis the present, UTC
     * @return the whole key; nobody can tell it again
     */
    public Secret create(String name, long nowMillis) {
        String id = digits(ID_DIGITS, ID_DIGITS);
        String secret = digits(SECRET_BYTES, SECRET_DIGITS);
        sql.transact(
                transaction ->
                        transaction.change(
                                "INSERT INTO api_key (id, name, hash, created_millis)"
                                        + " VALUES (?, ?, ?, ?)",
                                id,
                                Sql.words(name),
                                hash(id, secret),
                                nowMillis));
        return Secret.of("syn_" + id + "_" + secret);
    }

    /**
     * Whose key this is, or null if it is none, is wrong, or has ended. Takes as long for a wrong
     * secret as for a right one.
     *
     * @param text the whole key
     * @param nowMillis the present, UTC
     */
    public @Nullable Principal check(String text, long nowMillis) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String id = parts.group(1);
        byte[] hash = hash(id, parts.group(2));
        Kept kept =
                sql.transact(
                        transaction ->
                                transaction.first(
                                        "SELECT id, name, hash, expires_millis FROM api_key"
                                                + " WHERE id = ?",
                                        row ->
                                                new Kept(
                                                        new Principal(
                                                                row.getString(1), row.getString(2)),
                                                        row.getBytes(3),
                                                        row.getObject(4, Long.class)),
                                        id));
        if (kept == null || !MessageDigest.isEqual(hash, kept.hash())) {
            return null;
        }
        Long end = kept.expiresMillis();
        return end == null || nowMillis < end ? kept.principal() : null;
    }

    /** How many keys there are, ended ones too. */
    public long count() {
        Long count =
                sql.transact(
                        transaction ->
                                transaction.first(
                                        "SELECT count(*) FROM api_key", row -> row.getLong(1)));
        return count == null ? 0 : count;
    }

    private byte[] hash(String id, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper, "HmacSHA256"));
            return mac.doFinal((id + "_" + secret).getBytes(StandardCharsets.US_ASCII));
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
