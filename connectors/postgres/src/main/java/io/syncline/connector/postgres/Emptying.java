package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Outcome;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Empties tables, in a transaction that goes on. */
final class Emptying {
    /** What the server says of a table that a foreign key leads to. */
    private static final String REFERRED_TO = "0A000";

    private Emptying() {}

    /**
     * All at once, because they may refer to each other; row by row where others refer to them.
     *
     * @throws EndpointException MISCONFIGURED if rows of other tables refer to rows of these
     */
    static void empty(TargetSession session, TableShapes shapes, List<String> collections)
            throws SQLException {
        Savepoint before = session.savepoint();
        String tables = collections.stream().map(PgName::table).collect(Collectors.joining(", "));
        try {
            session.run("TRUNCATE " + tables);
            return;
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).equals(REFERRED_TO)) {
                throw e;
            }
            session.rollback(before);
        }
        List<TableShape> children = new ArrayList<>();
        for (String collection : collections) {
            children.add(shapes.of(collection, session.connection()));
        }
        children.sort(Comparator.comparingInt(TableShape::rank).reversed());
        for (TableShape shape : children) {
            try {
                session.run("DELETE FROM " + shape.table());
                ForeignKeyChecks.emptied(session, shape);
            } catch (SQLException e) {
                if (Refusals.kind(e) != Outcome.Kind.FOREIGN_KEY) {
                    throw e;
                }
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.TARGET_FOREIGN_KEY,
                        "The source has emptied %s, to which rows here refer: %s"
                                .formatted(shape.collection(), Refusals.words(e)),
                        e);
            }
        }
    }
}
