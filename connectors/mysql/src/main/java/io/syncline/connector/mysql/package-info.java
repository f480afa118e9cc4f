/**
 * MariaDB and MySQL: as target they take rows, hold checkpoints and show what they store; as source
 * MariaDB is told by its binary log.
 */
@NullMarked
package io.syncline.connector.mysql;

import org.jspecify.annotations.NullMarked;
