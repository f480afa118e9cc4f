/** The command line: what a person starts Syncline with. */
@NullMarked
package io.syncline.cli;

import org.jspecify.annotations.NullMarked;
