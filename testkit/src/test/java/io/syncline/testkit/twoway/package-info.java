@NullMarked
package io.syncline.testkit.twoway;

import org.jspecify.annotations.NullMarked;
