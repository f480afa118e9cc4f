/**
 * A person's part in a two-way sync: what waits for a decision and how it looks, what somebody
 * wants done, and what became of it. Only the loop writes; whoever wants something hands it an
 * {@link io.syncline.engine.review.Errand} and waits for the answer.
 */
@NullMarked
package io.syncline.engine.review;

import org.jspecify.annotations.NullMarked;
