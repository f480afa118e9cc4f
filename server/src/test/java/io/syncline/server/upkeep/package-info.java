/** Keys, backups and restoration, through the commands themselves. */
@org.jspecify.annotations.NullMarked
package io.syncline.server.upkeep;
