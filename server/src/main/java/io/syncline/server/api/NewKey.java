package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.store.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An API key as a body asks for it.
 *
 * @param name who it lets in
 * @param life how long it is good; null for ever
 */
record NewKey(String name, Role role, @Nullable Duration life) {
    private static final List<String> ROLES =
            Arrays.stream(Role.values()).map(Views::word).toList();

    /** One line that a log, a table and a history can show as it is. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,99}");

    /** What a body came to. */
    sealed interface Asked {
        /** A key that can be made. */
        record Good(NewKey key) implements Asked {}

        /** All that is wrong. */
        record Bad(List<Problem> problems) implements Asked {}
    }

    /** Reads a body. */
    static Asked parse(@Nullable JsonNode body) {
        Problems problems = new Problems();
        Fields fields = Fields.of(body, "", problems);
        String name = fields.required("name");
        if (name != null && (!NAME.matcher(name).matches() || name.endsWith(" "))) {
            problems.add(
                    Code.BAD_NAME,
                    fields.pointer("name"),
                    "A key's name begins with a letter or digit and has letters, digits, blanks"
                            + " and . _ @ + - behind it, at most 100 in all.");
        }
        String role = fields.required("role") == null ? null : fields.word("role", ROLES);
        Duration life = fields.has("expires_in") ? life(fields, problems) : null;
        fields.finish(Set.of());
        if (name == null || role == null || !problems.none()) {
            return new Asked.Bad(problems.all());
        }
        return new Asked.Good(new NewKey(name, Role.valueOf(role.toUpperCase(Locale.ROOT)), life));
    }

    private static Duration life(Fields fields, Problems problems) {
        Duration life = fields.span("expires_in", Duration.ofMillis(1));
        if (life.toMillis() == 0) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    fields.pointer("expires_in"),
                    "A key is good for a millisecond at least.");
        }
        return life;
    }
}
