/**
 * The demonstration: a shop in a real PostgreSQL, kept equal in a second PostgreSQL and a MariaDB,
 * through the public interface alone.
 */
@NullMarked
package io.syncline.cli.demo;

import org.jspecify.annotations.NullMarked;
