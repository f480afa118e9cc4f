/**
 * What is kept of rows that two ends share: what was agreed, how each end stands to it, what waits
 * and how it came about. Data only; imports nothing of the engine.
 */
@NullMarked
package io.syncline.engine.pair;

import org.jspecify.annotations.NullMarked;
