package io.syncline.connector.jdbc.outbox;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outboxes of one database: what differs between databases. Each flow has a table of its own,
 * filled by triggers of its own. Safe for use by several threads.
 */
public interface Outbox {
    /**
     * A note of a trigger. Numbers are given in the order of writing, but come to light in the
     * order of commits: a lower one may appear after a higher.
     *
     * @param number unique within the outbox, positive
     * @param collection what was written
     * @param key the values of the row's key as the trigger noted them; null if the collection was
     *     emptied
     * @param former the key before, if the row was given another; else null
     */
    record Entry(
            long number,
            String collection,
            @Nullable List<String> key,
            @Nullable List<String> former) {}

    /**
     * Which outbox it is.
     *
     * @param birth tells it from one of the same name that was made earlier, and is higher then
     * @param life how often it has been opened for reading
     */
    record Mark(long birth, long life) {}

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        /** Does it. */
        T on(Connection connection) throws SQLException;
    }

    /**
     * Reads in one consistent view of everything that is committed when it begins.
     *
     * @param doing for the message of an error
     */
    <T extends @Nullable Object> T view(String doing, Work<T> work);

    /** What must be mended or known before {@link #install} can be called. Changes nothing. */
    List<Finding> preflight(Selection selection);

    /**
     * Makes the outbox and its triggers where they are missing, and removes those of collections
     * that are not selected any more. Idempotent. When it returns, every transaction that wrote
     * before without a note has ended.
     *
     * @throws EndpointException TRANSIENT if a table is locked for too long
     */
    void install(Selection selection);

    /** Removes everything that was made for a flow. Idempotent. */
    void remove(String flow);

    /** Which outbox a flow has, or null if none. */
    @Nullable Mark mark(String flow);

    /** Notes that it is opened once more; null if there is none. */
    @Nullable Mark open(String flow);

    /** Whether all triggers of a selection stand and fire. */
    boolean intact(Selection selection);

    /**
     * The entries after a number in their order, at most so many. In a view.
     *
     * @throws SQLException if the outbox is gone, among others
     */
    List<Entry> after(Connection view, String flow, long number, int most) throws SQLException;

    /** The numbers of all entries up to a number, in their order. In a view. */
    List<Long> upTo(Connection view, String flow, long number) throws SQLException;

    /** The entries of these numbers, in their order. In a view. */
    List<Entry> these(Connection view, String flow, List<Long> numbers) throws SQLException;

    /** Removes the entries from one number to another, both included; all of them were told. */
    void delete(String flow, List<Span> spans);

    /** Numbers without a gap, both ends included. */
    record Span(long first, long last) {}

    /**
     * The layouts of these collections if any has changed since the last call, else none; all of
     * them at the first call.
     */
    List<Layout> changed(Connection view, List<String> collections) throws SQLException;

    /** The row id of a key as it was noted; of a collection whose layout was asked for before. */
    RowId id(Layout layout, List<String> key);

    /** The rows of these ids, whole or absent, in their order. In a view. */
    List<Image> rows(Connection view, List<RowId> ids) throws SQLException;
}
