/** What every connector has to do, as tests that each connector's room runs on real servers. */
@NullMarked
package io.syncline.testkit.connector;

import org.jspecify.annotations.NullMarked;
