package io.syncline.engine.sync;

/** Which way data goes. */
public enum Direction {
    /** From the source to the destinations: a mirror. */
    ONE_WAY
}
