/** The whole server on real databases, asked over HTTP as anybody would. */
@org.jspecify.annotations.NullMarked
package io.syncline.server.live;
