package io.syncline.engine.shape;

import io.syncline.core.endpoint.Secret;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What functions, masks and validators may see of the world. Safe for use by several threads.
 *
 * @param wallMillis the wall clock, for what is asked to say when a row passed
 * @param phones what knows phone numbers
 * @param images what looks at addresses of images
 * @param secret the sync's secret for hashes, or null if it has none
 */
public record ShapeTools(
        LongSupplier wallMillis, Phones phones, Images images, @Nullable Secret secret) {
    /** Knows the numbering plans of the world. */
    @FunctionalInterface
    public interface Phones {
        /**
         * The number as E.164 ({@code +436601234567}), or null if it is no valid number.
         *
         * @param region the country of a number without a country code, as two letters
         */
        @Nullable String e164(String text, String region);
    }

    /** Fetches the address of an image to see whether there is one. */
    @FunctionalInterface
    public interface Images {
        /** Why there is no image, without the address; null if there is one. */
        @Nullable String problem(String url);
    }

    /** A world without numbering plans and without a network: numbers must be international. */
    public static ShapeTools plain(LongSupplier wallMillis) {
        return new ShapeTools(
                wallMillis,
                (text, _) -> {
                    String digits = text.replaceAll("[ ()./-]", "");
                    return digits.matches("\\+[1-9][0-9]{6,14}") ? digits : null;
                },
                _ -> "images are not fetched here",
                null);
    }

    /** The same world with this secret. */
    ShapeTools with(@Nullable Secret own) {
        return new ShapeTools(wallMillis, phones, images, own);
    }
}
