package io.syncline.engine.sync;

/** Which way data goes. */
public enum Direction {
    /** From the source to the destinations: a mirror. */
    ONE_WAY,
    /** Both ways: the source and its one destination are kept equal. */
    BI_DIRECTIONAL
}
