/** Tests of the command line, and of the house's order. */
@NullMarked
package io.syncline.cli;

import org.jspecify.annotations.NullMarked;
