package io.syncline.connector.jdbc.polling;

import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database whose tables are asked for what has changed. Safe for use by several threads. */
public interface Polled {
    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        /** Does it. */
        T on(Connection connection) throws SQLException;
    }

    /** Reads in one consistent view of what is committed when it begins. */
    <T extends @Nullable Object> T view(String doing, Work<T> work);

    /**
     * What must be mended or known before these collections can be polled. Changes nothing.
     *
     * @param column the change column, or null if there is none
     */
    List<Finding> preflight(Selection selection, @Nullable String column);

    /**
     * The layouts of these collections if any has changed since the last call, else none; all of
     * them after {@link #begin}.
     */
    List<Layout> changed(Connection view, List<String> collections) throws SQLException;

    /** A reader begins: all layouts are told again. */
    void begin();

    /**
     * The value of the change column that everything written from now on is above, if whoever
     * writes now commits within the overlap; null if nobody can say, so that all rows have to be
     * told.
     */
    @Nullable String start(Connection view, Layout layout, String column, Duration overlap)
            throws SQLException;

    /**
     * A row with the value of its change column.
     *
     * @param mark as text that the database reads again without loss
     */
    record Marked(Row row, String mark) {}

    /**
     * Rows by the change column, lowest first, rows of one value by their key.
     *
     * @param from the lowest value; null for all but NULL
     * @param after where an earlier page of the same pass ended, or null
     * @param most so many at most
     */
    List<Marked> since(
            Connection view,
            Layout layout,
            String column,
            @Nullable String from,
            @Nullable Marked after,
            int most)
            throws SQLException;

    /**
     * Rows of a part of a table.
     *
     * @param next where the next part begins; null after the last
     */
    record Part(List<Row> rows, @Nullable SnapshotPosition next) {}

    /** A part of a table that has no change column. */
    Part part(Connection view, Layout layout, @Nullable SnapshotPosition after, int most)
            throws SQLException;
}
