package io.syncline.engine.pair;

import org.jspecify.annotations.Nullable;

/**
 * What was decided about a row, to be durable before either end is written.
 *
 * @param pair the row from now on, with what each end is owed
 * @param episode why; null if nothing was agreed anew
 */
public record Decision(Pair pair, @Nullable Episode episode) {}
