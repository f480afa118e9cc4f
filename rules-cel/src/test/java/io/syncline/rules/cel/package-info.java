/**
 * Rules that are expressions: what they give, what they refuse, and that none of them does harm.
 */
@NullMarked
package io.syncline.rules.cel;

import org.jspecify.annotations.NullMarked;
