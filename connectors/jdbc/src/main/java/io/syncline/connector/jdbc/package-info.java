/** What connectors to SQL databases share: connection URLs and quoted names. */
@NullMarked
package io.syncline.connector.jdbc;

import org.jspecify.annotations.NullMarked;
