package io.syncline.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** What a lab's target can do by the SQL of its product. */
interface TargetDatabase {
    /** As the product calls its kind. */
    String type();

    /** Gives it its rows of before the workloads again, at least those of these tables. */
    void reset(List<String> tables) throws SQLException;

    /** Gives it a database without any table. */
    void empty() throws SQLException;

    /** The template gets all tables of the source as they are. */
    void copy(Connection source) throws SQLException;

    /** The template gets a flow's checkpoints as they are. */
    void keepCheckpoints(String flow) throws SQLException;

    /**
     * Whether a table has equal contents at both ends.
     *
     * @param without fields that are not looked at
     */
    boolean equal(Connection source, Connection target, String table, Set<String> without)
            throws SQLException;
}
