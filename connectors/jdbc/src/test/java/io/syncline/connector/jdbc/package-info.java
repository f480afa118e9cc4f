/** Tests of what connectors to SQL databases share. */
package io.syncline.connector.jdbc;
