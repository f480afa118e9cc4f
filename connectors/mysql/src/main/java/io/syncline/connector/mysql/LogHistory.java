package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Finds, before anything is read, that a server is not the one whose log was read: restored to an
 * earlier day, or another one whose history took another way. GTIDs alone do not say so: a restored
 * server gives the same numbers to other transactions.
 */
final class LogHistory {
    private LogHistory() {}

    /**
     * Checks that a place is in the server's history, as far as that can be known without reading.
     *
     * @return the server's number
     * @throws EndpointException HISTORY_LOST if it is not, or not any more
     */
    static long check(Connection connection, BinlogPlace from) throws SQLException {
        BinlogPlace now = LogPlaces.shown(connection);
        if (!now.gtids().covers(from.gtids())) {
            throw foreign(
                    "The server's log ends at %s, before our place %s"
                            .formatted(now.gtids().text(), from.gtids().text()));
        }
        if (now.server() != from.server()) {
            // Another server of the same replication: the stream itself asks for the exact GTID.
            return now.server();
        }
        Gtids there = LogPlaces.gtids(connection, from.file(), from.offset());
        if (there == null) {
            missing(connection, from);
        } else if (!there.equals(from.gtids())) {
            throw foreign(
                    "At %s:%d the server has %s, and we had read %s there"
                            .formatted(
                                    from.file(), from.offset(), there.text(), from.gtids().text()));
        }
        return now.server();
    }

    private static void missing(Connection connection, BinlogPlace from) throws SQLException {
        Map<String, Long> files = LogPlaces.files(connection);
        if (files == null || files.isEmpty()) {
            // We may not see them; the stream will tell.
            return;
        }
        long first = BinlogPlace.number(files.keySet().iterator().next());
        if (BinlogPlace.number(from.file()) < first) {
            throw new EndpointException(
                    Kind.HISTORY_LOST,
                    Code.BINLOG_PURGED,
                    "The server has removed its log up to number "
                            + first
                            + ", and our place is in "
                            + from.file());
        }
        throw foreign(
                "No transaction ends at %s:%d, where we had read"
                        .formatted(from.file(), from.offset()));
    }

    private static EndpointException foreign(String message) {
        return new EndpointException(
                Kind.HISTORY_LOST,
                Code.FOREIGN_HISTORY,
                message + ": it was restored, or is another one");
    }
}
