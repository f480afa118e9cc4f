/**
 * Which rows are wanted: conditions as people write them, and predicates that test rows. Pure;
 * imports nothing of core but its currency.
 */
@NullMarked
package io.syncline.core.filter;

import org.jspecify.annotations.NullMarked;
