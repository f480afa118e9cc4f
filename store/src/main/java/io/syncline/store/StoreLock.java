package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second server out of a store: an advisory lock, held by a session of its own for as long
 * as the server lives. A lost session loses the lock; it is taken again before the next sync is
 * taken over. Safe for use by several threads.
 */
final class StoreLock implements AutoCloseable {
    /** The one number all Synclines lock: the letters of the name. */
    private static final long NUMBER = 0x73796e636c696e65L;

    /** How long a server that has just died may still hold it. */
    private static final String PATIENCE = "1s";

    private static final int VALID_SECONDS_MAX = 5;
    private static final String LOCK_TIMEOUT = "55P03";

    /** An idle session must not be ended, and one of a dead machine must not stay for hours. */
    private static final String LASTING =
            "SET idle_session_timeout = 0; SET tcp_keepalives_idle = 30;"
                    + " SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;"
                    + " SET lock_timeout = '"
                    + PATIENCE
                    + "'";

    private static final String HOLDER =
            "SELECT format('process %s from %s, since %s', pid, coalesce(host(client_addr), 'this"
                    + " machine'), date_trunc('second', backend_start)) FROM pg_locks JOIN"
                    + " pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND"
                    + " objsubid = 1 AND classid::bigint << 32 | objid::bigint = "
                    + NUMBER
                    + " AND database = (SELECT oid FROM pg_database WHERE datname ="
                    + " current_database())";

    private final DataSource database;
    private @Nullable Connection session;

    StoreLock(DataSource database) {
        this.database = database;
    }

    /**
     * Takes the lock, unless this object has it.
     *
     * @throws EndpointException STORE_IN_USE if another server has it, and as {@link Sql#meaning}
     */
    synchronized void hold() {
        try {
            Connection before = session;
            if (before != null && before.isValid(VALID_SECONDS_MAX)) {
                return;
            }
            close();
            Connection fresh = database.getConnection();
            try (Statement statement = fresh.createStatement()) {
                statement.execute(LASTING);
                lock(statement);
                session = fresh;
            } finally {
                if (session == null) {
                    fresh.close();
                }
            }
        } catch (SQLException e) {
            throw Sql.meaning(e);
        }
    }

    private static void lock(Statement statement) throws SQLException {
        try {
            statement.execute("SELECT pg_advisory_lock(" + NUMBER + ")");
        } catch (SQLException e) {
            if (!LOCK_TIMEOUT.equals(e.getSQLState())) {
                throw e;
            }
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.STORE_IN_USE,
                    "Another Syncline server uses this store (" + holder(statement) + ")");
        }
    }

    private static String holder(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(HOLDER)) {
            return row.next() ? row.getString(1) : "it has just let go: try again";
        }
    }

    /** Lets go; a second call does nothing. */
    @Override
    public synchronized void close() {
        Connection held = session;
        session = null;
        if (held != null) {
            try {
                held.close();
            } catch (SQLException e) {
                // The lock is gone with the session, however that ends.
                return;
            }
        }
    }
}
