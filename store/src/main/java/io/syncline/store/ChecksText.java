package io.syncline.store;

import io.syncline.engine.sync.Checks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads what a sync looks at beside moving rows. */
final class ChecksText {
    private static final String SCHEMA = "schema";
    private static final String CHECKSUMS = "checksums";
    private static final String CONTINUOUS = "continuous ";
    private static final String NOT_CONTINUOUS = "not continuous";

    private ChecksText() {}

    /** The names of those that are made. */
    static List<String> of(Checks checks) {
        List<String> made = new ArrayList<>();
        if (checks.schema()) {
            made.add(SCHEMA);
        }
        if (checks.checksums()) {
            made.add(CHECKSUMS);
        }
        Checks.Continuous continuous = checks.continuous();
        made.add(
                continuous == null
                        ? NOT_CONTINUOUS
                        : CONTINUOUS + continuous.rowsPerSecond() + " " + continuous.every());
        return made;
    }

    /** Definitions of the first days have no checks: they had the standard ones. */
    static Checks read(@Nullable Object json) {
        return json instanceof List<?> made
                ? new Checks(
                        made.contains(SCHEMA),
                        made.contains(CHECKSUMS),
                        made.contains(NOT_CONTINUOUS) ? null : continuous(made))
                : Checks.standard();
    }

    private static Checks.Continuous continuous(List<?> made) {
        return made.stream()
                .map(String::valueOf)
                .filter(each -> each.startsWith(CONTINUOUS))
                .map(each -> each.substring(CONTINUOUS.length()).split(" ", 2))
                .map(
                        parts ->
                                new Checks.Continuous(
                                        Integer.parseInt(parts[0]), Duration.parse(parts[1])))
                .findFirst()
                .orElse(Checks.Continuous.standard());
    }
}
