package io.syncline.engine.verify;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/**
 * A hash of a row that does not depend on the system it was read from or on the order of its
 * fields. SHA-256 over the canonical values.
 */
final class RowHash {
    private final MessageDigest digest;

    RowHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The hash of the fields with these names, in this order. */
    BigInteger of(Row row, List<String> names) {
        for (String name : names) {
            Value value = row.get(name);
            put(value == null ? Value.nothing() : value);
        }
        return new BigInteger(1, digest.digest());
    }

    /** The hash of a key. */
    BigInteger of(List<Value> key) {
        key.forEach(this::put);
        return new BigInteger(1, digest.digest());
    }

    private void put(Value value) {
        switch (value) {
            case Value.Null _ -> tag('0');
            case Value.Bool(boolean flag) -> tag(flag ? 'T' : 'F');
            case Value.Int(long number) -> text('i', Long.toString(number));
            case Value.Decimal(var number) -> text('d', number.toPlainString());
            case Value.Real(double number) -> text('r', Double.toString(number));
            case Value.Text(String text) -> text('t', text);
            case Value.Bytes(byte[] bytes) -> bytes('b', bytes);
            case Value.Date(var date) -> text('D', date.toString());
            case Value.Time(var time) -> text('h', time.toString());
            case Value.Timestamp(var timestamp) -> text('s', timestamp.toString());
            case Value.Instant(var instant) -> text('I', instant.toString());
            case Value.Uuid(var uuid) -> text('u', uuid.toString());
            case Value.Json(String canonical) -> text('j', canonical);
            case Value.Items(List<Value> values) -> {
                text('[', Integer.toString(values.size()));
                values.forEach(this::put);
            }
            case Value.Struct(Map<String, Value> fields) -> {
                text('{', Integer.toString(fields.size()));
                fields.forEach(
                        (name, field) -> {
                            text('n', name);
                            put(field);
                        });
            }
            case Value.Other(String type, String text) -> {
                text('o', type);
                text('x', text);
            }
        }
    }

    private void tag(char tag) {
        digest.update((byte) tag);
    }

    private void text(char tag, String text) {
        bytes(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(char tag, byte[] bytes) {
        digest.update((byte) tag);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
