package io.syncline.bench.symmetricds;

import io.syncline.bench.told.Told;
import java.io.IOException;

/**
 * Syncs two databases, one pair after the other; {@link Settings} says how one is described. The
 * triggers are installed when a pair is made ready; what they have captured flows from its
 * beginning.
 */
public final class Main {
    private Main() {}

    /** Runs until the standard input ends. */
    public static void main(String[] args) throws IOException {
        Told.obey((described, problem) -> Pair.ready(new Settings(described), problem));
    }
}
