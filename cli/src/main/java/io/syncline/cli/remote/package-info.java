/** The commands that ask a running server: each is a few calls of its interface. */
@NullMarked
package io.syncline.cli.remote;

import org.jspecify.annotations.NullMarked;
