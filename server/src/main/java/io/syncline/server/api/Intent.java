package io.syncline.server.api;

import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Wording;

/**
 * What the words of {@code type} and {@code mode} mean together.
 *
 * @param wording the words as they were written
 * @param direction which way
 * @param merges whether the rows of one destination are made of those of several sources
 * @param mode when
 */
record Intent(Wording wording, Direction direction, boolean merges, Mode mode) {
    boolean twoWay() {
        return direction == Direction.BI_DIRECTIONAL;
    }
}
