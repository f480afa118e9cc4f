/** A database in memory that is faithful enough to break an engine that is wrong. */
@NullMarked
package io.syncline.testkit.memory;

import org.jspecify.annotations.NullMarked;
