package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import java.util.function.Consumer;

/** What a mirror does beside its stream once all is copied. Used by the feed's lane only. */
interface Aftercare extends AutoCloseable {
    /** Whether nothing is left to do. */
    boolean over();

    /**
     * Goes on for a while. Only called when all that was found before is mended.
     *
     * @param wrong told of each row, by the target's name, that may not be as the source has it
     * @return whether more can be done at once
     */
    boolean bite(Consumer<RowId> wrong);

    @Override
    void close();
}
