/** The source's tables change while a sync runs. */
@org.jspecify.annotations.NullMarked
package io.syncline.server.schema;
