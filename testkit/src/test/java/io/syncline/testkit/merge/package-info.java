/** The merge's laws, and the corpus of conflicts. */
@NullMarked
package io.syncline.testkit.merge;

import org.jspecify.annotations.NullMarked;
