@org.jspecify.annotations.NullMarked
package io.syncline.connector.mongodb;
