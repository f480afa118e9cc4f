/** Merge rules that a configuration writes as expressions of the Common Expression Language. */
@NullMarked
package io.syncline.rules.cel;

import org.jspecify.annotations.NullMarked;
