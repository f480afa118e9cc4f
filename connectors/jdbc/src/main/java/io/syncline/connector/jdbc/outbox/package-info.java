/**
 * Changes without a log: triggers note the keys of what is written in a table, the outbox, and a
 * reader tells the rows of these keys as they are. What differs between databases is an {@link
 * io.syncline.connector.jdbc.outbox.Outbox}.
 */
@NullMarked
package io.syncline.connector.jdbc.outbox;

import org.jspecify.annotations.NullMarked;
