package io.syncline.core.endpoint;

/** A source that keeps its log for each flow until the flow lets it go. */
public interface KeptLog {
    /**
     * About how many bytes of log are kept because of a flow; -1 if none is kept for it.
     *
     * @param flow see {@link Selection#flow}
     */
    long keptBytes(String flow);
}
