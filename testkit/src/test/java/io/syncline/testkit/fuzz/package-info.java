@NullMarked
package io.syncline.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
