package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/**
 * By the databases' own statistics: each row that a user edits at one end is written once there and
 * once at the other, and never again.
 */
class NoEchoesTest {
    private static final int EACH = 100;

    private final FreshDatabase here = Services.postgres(18).freshDatabase();
    private final FreshDatabase there = Services.mariaDb().freshDatabase();

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "0";
        }
    }

    private static String contents(Connection connection) throws SQLException {
        StringBuilder contents = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select id, name, stock from account order by id")) {
            while (row.next()) {
                contents.append(row.getLong(1))
                        .append(row.getString(2))
                        .append(row.getInt(3))
                        .append('\n');
            }
        }
        return contents.toString();
    }

    /** Inserted, updated and deleted rows. */
    private static String inPostgres(Connection connection) throws SQLException {
        run(connection, "select pg_stat_clear_snapshot()");
        return one(
                connection,
                "select concat_ws(' ', n_tup_ins, n_tup_upd, n_tup_del)"
                        + " from pg_stat_user_tables where relname = 'account'");
    }

    private String inMariaDb(Connection connection) throws SQLException {
        return one(
                connection,
                "select rows_changed from information_schema.table_statistics"
                        + " where table_schema = database() and table_name = 'account'");
    }

    private static void edit(Connection connection, int from) throws SQLException {
        for (int id = from; id < from + EACH; id++) {
            run(connection, "insert into account values (" + id + ", 'new', 1)");
        }
    }

    private static void further(Connection connection, int from) throws SQLException {
        for (int id = from; id < from + EACH; id++) {
            // A quarter goes; of the rest every second row is edited where it does not come from.
            run(
                    connection,
                    id % 4 == 0
                            ? "delete from account where id = " + id
                            : "update account set name = 'edited', stock = stock + 1 where id = "
                                    + id);
        }
    }

    @Test
    void everyEditIsWrittenOnceAtEachEnd() throws Exception {
        String table = "create table account (id bigint primary key, name varchar(80), stock int)";
        try (Connection ours = here.connect();
                Connection theirs = there.connect()) {
            run(ours, table);
            run(theirs, table);
            run(theirs, "set global userstat = 1");
            try (LiveTwoWay sync =
                    new LiveTwoWay(
                            LiveTwoWay.end("here", "postgresql", here),
                            LiveTwoWay.end("there", "mariadb", there))) {
                edit(ours, 0);
                edit(theirs, EACH);
                sync.await(() -> contents(ours).equals(contents(theirs)));
                further(ours, EACH);
                further(theirs, 0);
                sync.await(() -> contents(ours).equals(contents(theirs)));
                int gone = 2 * EACH / 4;
                String wanted = 2 * EACH + " " + (2 * EACH - gone) + " " + gone;
                // PostgreSQL counts what a session did a second later at most.
                sync.await(() -> inPostgres(ours).equals(wanted));
                Thread.sleep(2000);
                assertThat(inPostgres(ours)).isEqualTo(wanted);
                assertThat(inMariaDb(theirs)).isEqualTo(Integer.toString(4 * EACH));
                assertThat(contents(ours)).isEqualTo(contents(theirs)).contains("edited");
            }
        }
    }

    /** Where both ends edit other fields of one row, each gets what the other one has, once. */
    @Test
    void rowsEditedAtBothEndsAreWrittenAtMostTwiceAtEach() throws Exception {
        String table = "create table account (id bigint primary key, name varchar(80), stock int)";
        try (Connection ours = here.connect();
                Connection theirs = there.connect()) {
            run(ours, table);
            run(theirs, table);
            run(theirs, "set global userstat = 1");
            edit(ours, 0);
            try (LiveTwoWay sync =
                    new LiveTwoWay(
                            LiveTwoWay.end("here", "postgresql", here),
                            LiveTwoWay.end("there", "mariadb", there))) {
                sync.engine.pause(LiveTwoWay.SYNC);
                run(ours, "update account set name = 'ours'");
                run(theirs, "update account set stock = 2");
                sync.engine.resume(LiveTwoWay.SYNC);
                sync.await(() -> contents(theirs).contains("99ours2"));
                sync.await(() -> contents(ours).equals(contents(theirs)));
                String wanted = EACH + " " + 2 * EACH + " 0";
                sync.await(() -> inPostgres(ours).equals(wanted));
                Thread.sleep(2000);
                assertThat(inPostgres(ours)).isEqualTo(wanted);
                assertThat(inMariaDb(theirs)).isEqualTo(Integer.toString(3 * EACH));
            }
        }
    }
}
