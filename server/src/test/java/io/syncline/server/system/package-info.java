@org.jspecify.annotations.NullMarked
package io.syncline.server.system;
