/** Every type of PostgreSQL with its extreme values, through the real engine to real databases. */
@org.jspecify.annotations.NullMarked
package io.syncline.server.types;
