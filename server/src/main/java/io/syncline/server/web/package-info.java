/** The edge to HTTP: routes, bodies, event streams. Spring begins here. */
@NullMarked
package io.syncline.server.web;

import org.jspecify.annotations.NullMarked;
