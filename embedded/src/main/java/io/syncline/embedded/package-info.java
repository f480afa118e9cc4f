/**
 * Real servers as children: unpacked from the class path, run without root's rights, reachable on
 * loopback only, and gone when the process that started them is gone, however it ended.
 */
@NullMarked
package io.syncline.embedded;

import org.jspecify.annotations.NullMarked;
