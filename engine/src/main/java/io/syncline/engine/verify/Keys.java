package io.syncline.engine.verify;

import io.syncline.core.change.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Writes keys for people. */
public final class Keys {
    private Keys() {}

    /** The key's values, with commas. */
    public static String text(List<Value> key) {
        return key.stream().map(Keys::text).collect(Collectors.joining(", "));
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Int(long number) -> Long.toString(number);
            case Value.Text(String text) -> text;
            case Value.Uuid(var uuid) -> uuid.toString();
            case Value.Decimal(var number) -> number.toPlainString();
            default -> value.toString();
        };
    }
}
