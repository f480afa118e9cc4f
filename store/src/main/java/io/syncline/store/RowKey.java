package io.syncline.store;

import io.syncline.core.change.RowId;
import io.syncline.core.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a row is found by. A key can be a whole row, larger than an index entry may be; its hash is
 * not.
 *
 * @param text the row id's wire text
 * @param hash SHA-256 of it
 */
record RowKey(String text, byte[] hash) {
    static RowKey of(RowId id) {
        String text = Wire.text(id);
        try {
            return new RowKey(
                    text,
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
