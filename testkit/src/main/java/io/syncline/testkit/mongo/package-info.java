/**
 * What stands in for MongoDB in tests: a server inside the test's process that tells changes as
 * MongoDB does, and a process of its own that keeps what it was told when it is killed. Neither is
 * MongoDB.
 */
@NullMarked
package io.syncline.testkit.mongo;

import org.jspecify.annotations.NullMarked;
