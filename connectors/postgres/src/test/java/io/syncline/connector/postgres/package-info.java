/** Tests of the PostgreSQL connector, most of them against real servers. */
@NullMarked
package io.syncline.connector.postgres;

import org.jspecify.annotations.NullMarked;
