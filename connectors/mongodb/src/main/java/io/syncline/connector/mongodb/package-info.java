/**
 * MongoDB: as source its changes are told by change streams; as target it takes rows, holds
 * checkpoints and shows what it stores.
 */
@NullMarked
package io.syncline.connector.mongodb;

import org.jspecify.annotations.NullMarked;
