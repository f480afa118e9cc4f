package io.syncline.engine.gather;

import io.syncline.core.change.Image;
import io.syncline.core.endpoint.Code;
import java.util.List;

/** What the sources of a row come to. */
sealed interface Gathered {
    /**
     * The row is so, or is not there.
     *
     * @param image all fields, or absent
     * @param from the names of the sources it is from, as they rank; empty if it is not there
     */
    record Made(Image image, List<String> from) implements Gathered {
        /** Copies the list. */
        public Made {
            from = List.copyOf(from);
        }
    }

    /**
     * It cannot be told: the destination keeps what it has.
     *
     * @param candidate what one of the sources says
     * @param code {@link Code#UNVERIFIED} if too few agree
     * @param why who says what, without values
     */
    record Held(Image candidate, Code code, String why) implements Gathered {}
}
