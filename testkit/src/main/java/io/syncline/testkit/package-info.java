/** Choices from which tests are drawn, and what is made of them. */
@NullMarked
package io.syncline.testkit;

import org.jspecify.annotations.NullMarked;
