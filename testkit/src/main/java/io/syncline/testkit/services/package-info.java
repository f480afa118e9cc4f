/** Real servers for tests: started when first asked for, gone with the JVM. */
@NullMarked
package io.syncline.testkit.services;

import org.jspecify.annotations.NullMarked;
