package io.syncline.core.endpoint;

import io.syncline.core.change.FieldType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds room for a field whose type has changed, without losing what is there. Pure. */
public final class Widening {
    private static final int DIGITS_16 = 5;
    private static final int DIGITS_32 = 10;
    private static final int DIGITS_64 = 19;

    private Widening() {}

    /**
     * The narrowest type that holds every value of two, or null if there is none into which the
     * values that are there can be turned exactly. A number or a moment becomes text only where
     * text is wanted.
     *
     * @param there the type that has values
     * @param wanted the type of values to come
     */
    public static @Nullable FieldType of(FieldType there, FieldType wanted) {
        if (there.equals(wanted)) {
            return there;
        }
        return switch (wanted) {
            case FieldType.Text(Integer lengthMax) -> text(there, lengthMax);
            case FieldType.Int(int bits) ->
                    there instanceof FieldType.Int(int had)
                            ? new FieldType.Int(Math.max(bits, had))
                            : decimal(there, wanted);
            case FieldType.Decimal _ -> decimal(there, wanted);
            case FieldType.Real(int bits) ->
                    there instanceof FieldType.Real(int had)
                            ? new FieldType.Real(Math.max(bits, had))
                            : null;
            case FieldType.Timestamp _ -> there instanceof FieldType.Date ? wanted : null;
            case FieldType.Items(FieldType of) -> {
                FieldType each =
                        there instanceof FieldType.Items(FieldType had) ? of(had, of) : null;
                yield each == null ? null : new FieldType.Items(each);
            }
            case FieldType.Bool _,
                    FieldType.Bytes _,
                    FieldType.Date _,
                    FieldType.Time _,
                    FieldType.Instant _,
                    FieldType.Uuid _,
                    FieldType.Json _,
                    FieldType.Other _ ->
                    null;
        };
    }

    private static @Nullable FieldType text(FieldType there, @Nullable Integer lengthMax) {
        return switch (there) {
            case FieldType.Text(Integer had) ->
                    new FieldType.Text(
                            had == null || lengthMax == null ? null : Integer.max(had, lengthMax));
            case FieldType.Bytes _, FieldType.Items _ -> null;
            case FieldType.Bool _,
                    FieldType.Int _,
                    FieldType.Decimal _,
                    FieldType.Real _,
                    FieldType.Date _,
                    FieldType.Time _,
                    FieldType.Timestamp _,
                    FieldType.Instant _,
                    FieldType.Uuid _,
                    FieldType.Json _,
                    FieldType.Other _ ->
                    new FieldType.Text(null);
        };
    }

    private static @Nullable FieldType decimal(FieldType there, FieldType wanted) {
        FieldType.Decimal had = exact(there);
        FieldType.Decimal sent = exact(wanted);
        if (had == null || sent == null) {
            return null;
        }
        if (had.precision() == null || sent.precision() == null) {
            return new FieldType.Decimal(null, null);
        }
        int scale = Integer.max(scale(had), scale(sent));
        int before = Integer.max(before(had), before(sent));
        return new FieldType.Decimal(before + scale, scale);
    }

    private static FieldType.@Nullable Decimal exact(FieldType type) {
        return switch (type) {
            case FieldType.Decimal decimal -> decimal;
            case FieldType.Int(int bits) ->
                    new FieldType.Decimal(
                            bits <= 16 ? DIGITS_16 : bits <= 32 ? DIGITS_32 : DIGITS_64, 0);
            case FieldType _ -> null;
        };
    }

    private static int scale(FieldType.Decimal type) {
        return Objects.requireNonNullElse(type.scale(), 0);
    }

    private static int before(FieldType.Decimal type) {
        return Objects.requireNonNullElse(type.precision(), 0) - scale(type);
    }
}
