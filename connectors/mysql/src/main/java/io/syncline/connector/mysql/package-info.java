/** MariaDB and MySQL as target: they take rows, hold checkpoints and show what they store. */
@NullMarked
package io.syncline.connector.mysql;

import org.jspecify.annotations.NullMarked;
