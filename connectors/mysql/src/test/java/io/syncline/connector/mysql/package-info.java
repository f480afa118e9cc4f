/** Tests against a real MariaDB. */
package io.syncline.connector.mysql;
