package io.syncline.testkit.world;

/** The end of a simulated process; nothing of the process may catch it. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1;

    /** The process ends here. */
    public Crash() {
        super("The process has ended", null, false, false);
    }
}
