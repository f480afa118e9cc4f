package io.syncline.engine.facing;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;

/** Whether a value is within the bounds that its type declares. Pure. */
final class Bounds {
    private Bounds() {}

    /** False only for what surely cannot stand there. */
    static boolean hold(FieldType type, Value value) {
        return switch (type) {
            case FieldType.Int(int bits) ->
                    value instanceof Value.Int(long number)
                            && (bits == Long.SIZE || number >> (bits - 1) == number >> 63);
            case FieldType.Decimal(Integer precision, Integer scale) ->
                    !(value instanceof Value.Decimal(BigDecimal number))
                            || precision == null
                            || number.precision() - number.scale()
                                    <= precision - (scale == null ? 0 : scale);
            case FieldType.Text(Integer lengthMax) ->
                    !(value instanceof Value.Text(String text))
                            || lengthMax == null
                            || text.codePointCount(0, text.length()) <= lengthMax;
            default -> true;
        };
    }
}
