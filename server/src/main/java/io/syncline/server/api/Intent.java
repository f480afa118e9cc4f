package io.syncline.server.api;

import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.Mode;
import org.jspecify.annotations.Nullable;

/**
 * What the words of {@code type} and {@code mode} mean together.
 *
 * @param type the word for {@code type} as it was written, or null
 * @param written the word for {@code mode} as it was written, or null
 * @param direction which way
 * @param mode when
 */
public record Intent(
        @Nullable String type, @Nullable String written, Direction direction, Mode mode) {
    /** What holds when nobody says anything: a mirror in real time. */
    static final Intent STANDARD = new Intent(null, null, Direction.ONE_WAY, Mode.REAL_TIME);
}
