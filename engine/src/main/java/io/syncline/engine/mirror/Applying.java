package io.syncline.engine.mirror;

/** In which order a sync's changes come to be seen at a destination. */
public enum Applying {
    /** Each row in its own order, different rows side by side: the fastest. */
    BY_KEY,
    /** The source's transactions whole and in their order: nobody sees one in part. */
    TRANSACTIONAL
}
