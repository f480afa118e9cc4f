/** What every store has to keep, and one of everything it keeps. */
@NullMarked
package io.syncline.testkit.store;

import org.jspecify.annotations.NullMarked;
