package io.syncline.engine.shape;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Code;

/** What became of a change. */
public sealed interface Shaped {
    /** To be written, by the destination's names. */
    record Put(Change change) implements Shaped {}

    /**
     * The row does not go there, or not any more: what may stand there of it is to be deleted.
     *
     * @param change to absent, by the destination's names
     */
    record Gone(Change change) implements Shaped {}

    /** Nothing to be done. */
    enum Skip implements Shaped {
        /** The only one there is. */
        SKIP
    }

    /** It cannot be told from what the change knows: the whole row has to be read and shaped. */
    enum Unknown implements Shaped {
        /** The only one there is. */
        UNKNOWN
    }

    /**
     * A rule of the sync refuses it: it is to be parked.
     *
     * @param change by the destination's names, masked like any other
     * @param code which kind of rule
     * @param detail the rule and the field, without the value
     */
    record Bad(Change change, Code code, String detail) implements Shaped {}
}
