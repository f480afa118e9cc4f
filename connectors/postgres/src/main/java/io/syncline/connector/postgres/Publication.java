package io.syncline.connector.postgres;

import io.syncline.connector.postgres.PublicationComment.Line;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A publication of ours: what the server tells a stream of. The server decides by the catalog of
 * the moment a change was made, so a publication that lacks a table for a while has lost its
 * changes. Which tables it had, and by which filters, is written into its {@link
 * PublicationComment}: a table that is asked for now and does not stand there is new, one that
 * stands there and is not in the publication was taken out.
 *
 * @param name not quoted
 * @param updates whether updates and deletes are told, or inserts and truncations alone
 * @param members its tables
 */
record Publication(String name, boolean updates, List<Member> members) {
    private static final String FOUND =
            "SELECT oid::int8, pubviaroot, pubinsert AND pubtruncate AND pubupdate = ?"
                    + " AND pubdelete = pubupdate, obj_description(oid, 'pg_publication')"
                    + " FROM pg_publication WHERE pubname = ?";

    private static final String MEMBERS =
            "SELECT format('\"%s\".\"%s\"',"
                    + " replace(schemaname, '\"', '\"\"'), replace(tablename, '\"', '\"\"')),"
                    + " coalesce(rowfilter, '') FROM pg_publication_tables WHERE pubname = ?";

    /**
     * A table to be told.
     *
     * @param table its name, quoted
     * @param filter of which rows, as SQL; null for all
     */
    record Member(String table, @Nullable String filter) {
        private String asked() {
            return PublicationComment.digest(filter);
        }

        private String sql() {
            return filter == null ? table : table + " WHERE (" + filter + ")";
        }
    }

    private record Found(
            long identity, boolean viaRoot, boolean tells, PublicationComment comment) {
        boolean ours() {
            return viaRoot && tells && comment.ours();
        }
    }

    /**
     * Makes it, adds what it lacks, or has it tell by other filters; all at once.
     *
     * @param live whether somebody reads it already
     * @return whether transactions that are under way may not notice; once they have ended, {@link
     *     #settled} is to be called
     */
    boolean make(Connection connection, boolean live) throws SQLException {
        connection.setAutoCommit(false);
        Found found = find(connection);
        String quoted = PgTable.quote(name);
        if (found == null) {
            PostgresSlots.run(
                    connection, "CREATE PUBLICATION %s WITH (%s)".formatted(quoted, settings()));
        } else if (!found.viaRoot || !found.tells) {
            PostgresSlots.run(
                    connection, "ALTER PUBLICATION %s SET (%s)".formatted(quoted, settings()));
        }
        PublicationComment before =
                found != null && found.comment.ours() ? found.comment : PublicationComment.EMPTY;
        boolean changed = change(connection, before);
        Map<String, String> filters = filters(connection);
        PublicationComment comment = before;
        for (Member member : members) {
            String made = PublicationComment.digest(filters.get(member.table));
            comment = comment.with(member.table, new Line(member.asked(), made));
        }
        comment = comment.unsettled(live && (changed || before.unsettled()));
        if (found == null || !comment.equals(found.comment)) {
            write(connection, comment);
        }
        connection.commit();
        connection.setAutoCommit(true);
        return comment.unsettled();
    }

    /** Whether {@link #make} has nothing to change. */
    boolean complete(Connection connection) throws SQLException {
        Found found = find(connection);
        if (found == null || !found.ours()) {
            return false;
        }
        Map<String, String> filters = filters(connection);
        for (Member member : members) {
            String filter = filters.get(member.table);
            if (filter == null || !tells(member, found.comment.line(member.table), filter)) {
                return false;
            }
        }
        return true;
    }

    /** Notes that whoever did not notice a change has ended. */
    void settled(Connection connection) throws SQLException {
        Found found = find(connection);
        if (found != null && found.comment.unsettled()) {
            write(connection, found.comment.unsettled(false));
        }
    }

    /** Whether something had to be changed; a table's filter is replaced in one transaction. */
    private boolean change(Connection connection, PublicationComment before) throws SQLException {
        Map<String, String> filters = filters(connection);
        List<String> removed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (Member member : members) {
            String filter = filters.get(member.table);
            if (filter == null || !tells(member, before.line(member.table), filter)) {
                if (filter != null) {
                    removed.add(member.table);
                }
                added.add(member.sql());
            }
        }
        alter(connection, "DROP TABLE", removed);
        alter(connection, "ADD TABLE", added);
        return !added.isEmpty();
    }

    /** Whether a member that is there tells what it should. */
    private static boolean tells(Member member, @Nullable Line line, String filter) {
        if (line == null) {
            return member.filter == null && filter.isEmpty();
        }
        return line.asked().equals(member.asked())
                && line.made().equals(PublicationComment.digest(filter));
    }

    private void alter(Connection connection, String what, List<String> tables)
            throws SQLException {
        if (!tables.isEmpty()) {
            PostgresSlots.run(
                    connection,
                    "ALTER PUBLICATION %s %s %s"
                            .formatted(PgTable.quote(name), what, String.join(", ", tables)));
        }
    }

    private void write(Connection connection, PublicationComment comment) throws SQLException {
        PostgresSlots.run(
                connection,
                "COMMENT ON PUBLICATION %s IS '%s'"
                        .formatted(
                                PgTable.quote(name),
                                connection
                                        .unwrap(PGConnection.class)
                                        .escapeLiteral(comment.text())));
    }

    /**
     * Its identity, or null if it is not there or does not tell all that we had it tell. A table
     * that was dropped has nothing to tell, and one that was not asked for yet is not missed.
     *
     * @param asAsked whether it also has to tell by the filters that are asked for now
     */
    @Nullable Long whole(Connection connection, boolean asAsked) throws SQLException {
        Found found = find(connection);
        if (found == null || !found.ours()) {
            return null;
        }
        Map<String, String> filters = filters(connection);
        for (Member member : members) {
            Line line = found.comment.line(member.table);
            if (line == null) {
                continue;
            }
            String filter = filters.get(member.table);
            boolean told =
                    filter == null
                            ? !exists(connection, member.table)
                            : line.made().equals(PublicationComment.digest(filter))
                                    && (!asAsked || line.asked().equals(member.asked()));
            if (!told) {
                return null;
            }
        }
        return found.identity;
    }

    private String settings() {
        return "publish = '%s', publish_via_partition_root = true"
                .formatted(updates ? "insert, update, delete, truncate" : "insert, truncate");
    }

    private @Nullable Found find(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(FOUND)) {
            statement.setBoolean(1, updates);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Found(
                                row.getLong(1),
                                row.getBoolean(2),
                                row.getBoolean(3),
                                new PublicationComment(
                                        Objects.requireNonNullElse(row.getString(4), "")))
                        : null;
            }
        }
    }

    /** The filters of its tables by their quoted names; empty for those that tell all. */
    private Map<String, String> filters(Connection connection) throws SQLException {
        Map<String, String> filters = new HashMap<>();
        try (ResultSet found = PostgresSlots.query(connection, MEMBERS, name)) {
            while (found.next()) {
                filters.put(found.getString(1), found.getString(2));
            }
        }
        return filters;
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        String sql = "SELECT to_regclass(?) IS NOT NULL";
        try (ResultSet there = PostgresSlots.query(connection, sql, table)) {
            there.next();
            return there.getBoolean(1);
        }
    }
}
