/**
 * Changes without a log and without a trace in the source: tables are asked, again and again, for
 * rows whose change column has grown, or read whole where they have none. What differs between
 * databases is {@link io.syncline.connector.jdbc.polling.Polled}.
 */
@NullMarked
package io.syncline.connector.jdbc.polling;

import org.jspecify.annotations.NullMarked;
