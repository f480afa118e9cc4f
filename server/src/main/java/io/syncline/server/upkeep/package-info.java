/** What an operator does to a store from the command line: other keys, backups, restoration. */
@NullMarked
package io.syncline.server.upkeep;

import org.jspecify.annotations.NullMarked;
