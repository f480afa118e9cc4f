/** What a person sees on a terminal. */
@NullMarked
package io.syncline.cli.screen;

import org.jspecify.annotations.NullMarked;
