/** How a rival's process is told what to do by a benchmark. */
@NullMarked
package io.syncline.bench.told;

import org.jspecify.annotations.NullMarked;
