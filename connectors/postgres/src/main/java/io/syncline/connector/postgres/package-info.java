/** PostgreSQL as a source and as a target: logical decoding, lock-free snapshots, bulk writing. */
@NullMarked
package io.syncline.connector.postgres;

import org.jspecify.annotations.NullMarked;
