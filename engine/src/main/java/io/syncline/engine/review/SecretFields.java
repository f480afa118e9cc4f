package io.syncline.engine.review;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Tells fields whose values nobody has to see to decide about them: by their names, since no type
 * says it. Pure.
 */
public enum SecretFields implements BiPredicate<String, String> {
    /** The usual names of passwords, tokens and keys. */
    BY_NAME;

    private static final List<String> PARTS =
            List.of("password", "passwd", "passphrase", "secret", "credential");

    private static final List<String> PAIRS = List.of("api_key", "access_key", "private_key");

    private static final Set<String> WORDS =
            Set.of("pwd", "pin", "cvv", "cvc", "token", "salt", "otp", "apikey");

    @Override
    public boolean test(String collection, String field) {
        String name =
                field.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replaceAll("[^A-Za-z0-9]+", "_")
                        .toLowerCase(Locale.ROOT);
        return PARTS.stream().anyMatch(name::contains)
                || PAIRS.stream().anyMatch(name::contains)
                || Arrays.stream(name.split("_", -1)).anyMatch(WORDS::contains);
    }
}
