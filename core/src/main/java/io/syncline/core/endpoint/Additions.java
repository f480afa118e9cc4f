package io.syncline.core.endpoint;

import java.util.Set;

/** A source that knows whether a field which was added has values in rows that nobody told. */
public interface Additions {
    /**
     * Which of these fields may have had a value in every row the moment they were added, such as a
     * default: the log tells nothing of it. One too many costs a copy, one too few loses values.
     */
    Set<String> filled(String collection, Set<String> fields);
}
