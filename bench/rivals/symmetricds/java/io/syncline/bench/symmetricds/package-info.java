/** Two nodes of SymmetricDS in a process of their own, told what to do by a benchmark. */
@NullMarked
package io.syncline.bench.symmetricds;

import org.jspecify.annotations.NullMarked;
