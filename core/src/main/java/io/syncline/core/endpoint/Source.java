package io.syncline.core.endpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint in its reading role: it tells changes. */
public interface Source {
    /** What must be mended or known before a flow can read: everything at once. Changes nothing. */
    List<Finding> preflight(Selection selection);

    /**
     * The same where other flows begin to read with it, so that what the source has a number of
     * must be enough for all.
     *
     * @param beside how many they are
     */
    default List<Finding> preflight(Selection selection, int beside) {
        return preflight(selection);
    }

    /**
     * Makes what reading needs durably at the source (a slot, a publication) or finds it made, and
     * returns the place from which a first read starts. Idempotent.
     *
     * @throws EndpointException HISTORY_LOST if it was made before, and the source has let it go
     *     since
     */
    Position prepare(Selection selection);

    /**
     * Opens the stream after a place. At most one reader of a flow is open at a time. Where what
     * was committed before the place may not be visible to reads yet, its transactions are told
     * first, without changes: an earlier reader may have told them, and a chunk has to show them.
     *
     * @param position the place after which to start; null starts where {@link #prepare} said
     * @throws EndpointException HISTORY_LOST if the source cannot give everything after the place
     */
    Reader read(@Nullable Position position, Selection selection);

    /** The place of the latest committed change. */
    Position head();

    /**
     * Whether a stream that came to {@code reached} has told everything up to {@code wanted}. Pure.
     */
    boolean covers(Position reached, Position wanted);

    /** About how many bytes of log lie between two places; 0 if unknown or not ahead. Pure. */
    long bytesBetween(Position reached, Position head);

    /** Removes everything {@link #prepare} made. Idempotent. */
    void forget(Selection selection);
}
