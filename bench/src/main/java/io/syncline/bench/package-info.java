/** Benchmarks: contenders side by side in one run on the same log, printed as ratios. */
@NullMarked
package io.syncline.bench;

import org.jspecify.annotations.NullMarked;
