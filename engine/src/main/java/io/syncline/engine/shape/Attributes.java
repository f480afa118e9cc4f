package io.syncline.engine.shape;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a document is a list of NFT attributes as wallets and markets read them: objects with a
 * {@code value}, mostly a {@code trait_type}, and a {@code display_type} that the value fits. Pure.
 */
final class Attributes {
    private static final Set<String> NUMBERS = Set.of("number", "boost_number", "boost_percentage");

    private Attributes() {}

    static boolean good(Value.@Nullable Json document) {
        return document != null
                && JsonTree.of(document) instanceof List<?> items
                && items.stream().allMatch(Attributes::attribute);
    }

    private static boolean attribute(@Nullable Object item) {
        if (!(item instanceof Map<?, ?> members) || !members.containsKey("value")) {
            return false;
        }
        Object trait = members.get("trait_type");
        Object display = members.get("display_type");
        Object value = members.get("value");
        Object most = members.get("max_value");
        boolean scalar =
                value instanceof String || value instanceof BigDecimal || value instanceof Boolean;
        boolean named = trait == null || trait instanceof String text && !text.isBlank();
        return scalar
                && named
                && (most == null || most instanceof BigDecimal)
                && fits(display, value);
    }

    private static boolean fits(@Nullable Object display, @Nullable Object value) {
        if (display == null || display.equals("string")) {
            return true;
        }
        if (NUMBERS.contains(display)) {
            return value instanceof BigDecimal;
        }
        return display.equals("date")
                && value instanceof BigDecimal seconds
                && seconds.stripTrailingZeros().scale() <= 0;
    }
}
