package io.syncline.core.change;

import java.util.List;

/**
 * Whole rows of one header that are still in their source's own bytes: a row is made when somebody
 * looks at it, each time anew. A connector whose target understands those bytes passes all of them
 * on unread. Immutable; safe for use by several threads.
 */
public interface RowBlock extends List<Row> {
    /** The names that every row knows. */
    Header header();
}
