package io.syncline.testkit.kill;

import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The database servers of a kill test, its own because they are killed too: a source and two
 * destinations.
 *
 * @param origin what kind of database is read
 * @param source PostgreSQL 18 or MariaDB
 * @param copy PostgreSQL 17
 * @param report MariaDB
 */
record Trio(
        KillGround.Origin origin, RunningServer source, RunningServer copy, RunningServer report)
        implements AutoCloseable {
    /** Starts all three. */
    static Trio start(KillGround.Origin origin) {
        return new Trio(
                origin,
                origin == KillGround.Origin.MARIADB
                        ? Services.startMariaDb()
                        : Services.startPostgres(18),
                // Waits for its disk as in earnest, so that a commit takes a while.
                Services.startPostgres(Services.folder("copy"), 17, Map.of("fsync", "on")),
                Services.startMariaDb());
    }

    List<RunningServer> targets() {
        return List.of(copy, report);
    }

    /** A new connection; the caller closes it. */
    static Connection connect(RunningServer server, String database) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(database), server.user(), server.password());
    }

    /** Makes one database on each, with tables and triggers, and rows at the source. */
    void fill(String database, int rows) throws SQLException {
        for (RunningServer server : List.of(source, copy, report)) {
            server.createDatabase(database);
        }
        try (Connection connection = connect(source, database)) {
            switch (origin) {
                case POSTGRESQL -> Tables.fillPostgres(connection, rows);
                case MARIADB -> Tables.fillMariaDb(connection, rows);
            }
        }
        try (Connection connection = connect(copy, database)) {
            Tables.makePostgres(connection);
            WriteLog.makePostgres(connection);
        }
        try (Connection connection = connect(report, database)) {
            Tables.makeMariaDb(connection);
            WriteLog.makeMariaDb(connection);
        }
    }

    /**
     * The configuration of a sync between these databases. A storm that lasts takes away half of a
     * table, which nobody may stop here.
     */
    String sync(String database) {
        return """
               {"name": "%s", "type": "one_way", "mode": "real_time", "parallel_workers": 2,
                "guards": {"max_deletes": 1000000},
                "source": {"type": "%s", "connection": "%s"%s, "tables": ["items", "stock"]},
                "destinations": [
                  {"name": "copy", "type": "postgresql", "connection": "%s"},
                  {"name": "report", "type": "mariadb", "connection": "%s"}]}
               """
                .formatted(
                        database,
                        origin.name().toLowerCase(Locale.ROOT),
                        source.uri(database),
                        // A storm of a second is a backlog.
                        origin == KillGround.Origin.POSTGRESQL
                                ? ", \"bulk_read_bytes\": 1000000"
                                : "",
                        copy.uri(database),
                        report.uri(database));
    }

    /** For each destination how many rows need at least one change more to be the source's. */
    List<Integer> unapplied(String database) throws SQLException {
        List<Integer> counts = new ArrayList<>();
        try (Connection from = connect(source, database)) {
            Map<String, Long> wanted = Tables.versions(from);
            for (RunningServer target : targets()) {
                try (Connection to = connect(target, database)) {
                    counts.add(Tables.differing(wanted, Tables.versions(to)));
                }
            }
        }
        return counts;
    }

    /** Somebody changes and deletes rows of both destinations below a key by hand. */
    void spoil(String database, int below) throws SQLException {
        for (RunningServer target : targets()) {
            try (Connection to = connect(target, database)) {
                Tables.run(
                        to,
                        "update items set name = 'spoilt' where id % 7 = 3 and id < " + below,
                        "delete from items where id % 50 = 1 and id < " + below);
            }
        }
    }

    /** Removes it everywhere; whoever is connected is put out. */
    void drop(String database) throws SQLException {
        for (RunningServer server : List.of(source, copy, report)) {
            boolean maria =
                    server == report || server == source && origin == KillGround.Origin.MARIADB;
            try (Connection connection = connect(server, maria ? database : "postgres")) {
                Tables.run(
                        connection, "drop database " + database + (maria ? "" : " with (force)"));
            }
        }
    }

    @Override
    public void close() {
        source.close();
        copy.close();
        report.close();
    }
}
