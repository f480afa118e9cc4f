/** Looks at endpoints and syncs from outside: what answers, what is left over, what is missing. */
@NullMarked
package io.syncline.engine.doctor;

import org.jspecify.annotations.NullMarked;
