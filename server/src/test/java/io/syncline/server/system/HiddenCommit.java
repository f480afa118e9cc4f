package io.syncline.server.system;

import io.syncline.core.endpoint.Batch;
import io.syncline.testkit.services.FreshDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A transaction whose commit is in the log, and told by the stream, but which nobody can see: it
 * waits for a standby that does not exist. Every server has this gap for a moment at each commit;
 * here it is as long as a test wants.
 */
final class HiddenCommit implements StagedSource.Script {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** When the transaction commits. */
    enum When {
        /** Before the stream is opened, so that it is told before the first chunk is read. */
        TOLD_BEFORE_THE_CHUNK,
        /** Just before the first chunk is read, so that it is told afterwards. */
        TOLD_AFTER_THE_CHUNK
    }

    private final FreshDatabase database;
    private final When when;
    private final String sql;
    private final long id;
    private volatile Thread committing;
    private volatile long backend;
    private volatile boolean told;
    private volatile boolean released;
    private int chunks;

    /**
     * @param sql what it does to the row of this id
     */
    HiddenCommit(FreshDatabase database, When when, String sql, long id) {
        this.database = database;
        this.when = when;
        this.sql = sql;
        this.id = id;
    }

    /** Makes commits of sessions that ask for it wait for a standby; no other's. */
    static void prepare(FreshDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set synchronous_standby_names = 'nobody'");
            statement.execute("select pg_reload_conf()");
        }
    }

    @Override
    public void beforeReading() {
        if (when == When.TOLD_BEFORE_THE_CHUNK) {
            commit();
        }
    }

    @Override
    public void beforeChunk() {
        chunks++;
        if (when == When.TOLD_AFTER_THE_CHUNK) {
            commit();
        } else if (chunks == 4) {
            // By now a chunk that does not show it was refused three times, or taken.
            release();
        }
    }

    @Override
    public boolean waiting() {
        return when == When.TOLD_BEFORE_THE_CHUNK && committing != null && !told;
    }

    @Override
    public void told(Batch batch) {
        told |=
                batch instanceof Batch.Rows rows
                        && rows.changes().stream()
                                .anyMatch(change -> change.id().toString().contains("" + id));
        if (told && when == When.TOLD_AFTER_THE_CHUNK) {
            release();
        }
    }

    private void commit() {
        if (committing != null) {
            return;
        }
        Thread thread = new Thread(this::run, "hidden-commit");
        thread.setDaemon(true);
        committing = thread;
        thread.start();
        await("select count(*) from pg_stat_activity where pid = %d and wait_event = 'SyncRep'", 1);
    }

    private void run() {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
                row.next();
                backend = row.getLong(1);
            }
            connection.setAutoCommit(false);
            statement.execute("set local synchronous_commit = on");
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets it be seen. */
    void release() {
        if (released || committing == null) {
            return;
        }
        released = true;
        await("select count(*) from (select pg_cancel_backend(%d)) x", 1);
        await("select count(*) from pg_stat_activity where pid = %d and wait_event = 'SyncRep'", 0);
    }

    private void await(String query, int wanted) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                try (ResultSet row = statement.executeQuery(query.formatted(backend))) {
                    row.next();
                    if (row.getInt(1) == wanted) {
                        return;
                    }
                }
                Thread.sleep(10);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("Never: " + query);
    }
}
