/** What the process is told from outside: arguments, environment, files. */
@NullMarked
package io.syncline.server.config;

import org.jspecify.annotations.NullMarked;
