/** Filters for tests: every operator on every type, and what an attacker would write. */
@NullMarked
package io.syncline.testkit.filter;

import org.jspecify.annotations.NullMarked;
