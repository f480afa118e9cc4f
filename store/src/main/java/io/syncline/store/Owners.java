package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.sql.SQLException;

/** Refuses what an owner notes of a flow after a later one has taken it over. */
final class Owners {
    private Owners() {}

    /**
     * Checks that the epoch is the latest, and keeps it so until the transaction ends.
     *
     * @throws EndpointException FENCED if it is not
     */
    static void check(Sql.Transaction transaction, String flow, long epoch) throws SQLException {
        Long latest =
                transaction.first(
                        "SELECT epoch FROM flow WHERE name = ? FOR SHARE",
                        row -> row.getLong(1),
                        flow);
        if (latest == null) {
            throw Sql.unknown("flow", flow);
        }
        if (latest != epoch) {
            throw new EndpointException(
                    EndpointException.Kind.FENCED, Code.FENCED, "Another owner has " + flow);
        }
    }
}
