package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.mirror.Lane;
import org.jspecify.annotations.Nullable;

/** Work that a run waits for while changes go on. A lane; what it says may be asked at any time. */
sealed interface Errand extends Lane permits Proof, CatchUp, Rereading, PairRereading {
    /** What is wrong, in a code and words. */
    record Problem(Code code, String message) {}

    /** Whether it has ended, well or not. */
    boolean over();

    /** What went wrong, or null; asked once it is over. */
    @Nullable Problem problem();

    /** How many rows and changes were looked at. */
    long processed();

    /** How many were written. */
    long synced();
}
