/**
 * What tests of the whole system share: a workload, and a comparison that knows nothing of the
 * connectors it judges.
 */
@NullMarked
package io.syncline.testkit.system;

import org.jspecify.annotations.NullMarked;
