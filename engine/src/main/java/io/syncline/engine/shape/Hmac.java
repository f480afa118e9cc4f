package io.syncline.engine.shape;

import io.syncline.core.endpoint.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 with one secret. Safe for use by several threads. */
final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";

    /** Keyed once; each use takes a copy, since one can serve one thread only. */
    private final Mac keyed;

    Hmac(Secret secret) {
        byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }

    String hex(String text) {
        try {
            Mac mac = (Mac) keyed.clone();
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This Java cannot copy " + ALGORITHM, e);
        }
    }
}
