/**
 * Ends a real server, or a real database below it, at a chosen moment by signal 9, and judges what
 * is left. Shared by the tests and by the long run of the measurements.
 */
@NullMarked
package io.syncline.testkit.kill;

import org.jspecify.annotations.NullMarked;
