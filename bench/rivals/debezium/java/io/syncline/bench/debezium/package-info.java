/** Debezium's engine and its JDBC sink in a process of their own, told what to do by a benchmark. */
@NullMarked
package io.syncline.bench.debezium;

import org.jspecify.annotations.NullMarked;
