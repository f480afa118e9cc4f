package io.syncline.core.endpoint;

import java.util.List;
import java.util.Set;

/**
 * An endpoint that can tell what Syncline has made in it and remove it: whatever was made carries a
 * name of ours, with the flow's in it. Anybody's Syncline makes such things; whose they are is for
 * the caller to know. Safe for use by several threads.
 */
public interface Leftovers {
    /** What kind of thing it is. */
    enum Kind {
        /** What keeps a source's log for a flow; it costs the source disk while it stands. */
        SLOT,
        /** What says which tables a flow is told of. */
        PUBLICATION,
        /** How far a flow has come, at its target. */
        CHECKPOINT,
        /** A table that is ours alone, or a trigger that fills it. */
        TABLE
    }

    /**
     * A thing that was made.
     *
     * @param name its name in the system
     * @param flow the flow it was made for; what follows a slash is a part of that flow
     * @param inUse whether somebody uses it now
     * @param removal the command that removes it by hand; never a secret
     */
    record Made(Kind kind, String name, String flow, boolean inUse, String removal) {
        /** The name of the flow, without the part of it. */
        public String whole() {
            int slash = flow.indexOf('/');
            return slash < 0 ? flow : flow.substring(0, slash);
        }
    }

    /** The kinds of things that a flow needs here, in either role. */
    Set<Kind> kinds();

    /**
     * Everything that is there now, ordered by kind and name.
     *
     * @throws EndpointException if the system does not answer
     */
    List<Made> made();

    /**
     * Removes a thing; does nothing if it is gone.
     *
     * @throws EndpointException WRONG_STATE if somebody uses it, or what the system says
     */
    void remove(Made made);
}
