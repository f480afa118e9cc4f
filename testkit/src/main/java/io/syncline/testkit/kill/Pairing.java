package io.syncline.testkit.kill;

import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * A PostgreSQL and a MariaDB that are both written to and kept equal, and may be killed: the table
 * {@code account} is synced, the journal of each end's users and its log of names are not.
 *
 * @param ours PostgreSQL 18
 * @param theirs MariaDB
 */
record Pairing(RunningServer ours, RunningServer theirs) implements AutoCloseable {
    /** The keys from 1 to this are written at both ends. */
    static final int SHARED = 20;

    /** What a counter begins with. */
    static final int STOCK = 1000;

    private static final String COLUMNS =
            "(id bigint primary key, name varchar(80), note varchar(80), stock int not null)";

    /**
     * One end, in one database.
     *
     * @param mark what its users' texts begin with
     * @param parity of the keys that only its users write: 0 or 1
     */
    record Side(RunningServer server, String database, String mark, int parity) {
        /** A new connection; the caller closes it. */
        Connection connect() throws SQLException {
            return DriverManager.getConnection(
                    server.jdbcUrl(database), server.user(), server.password());
        }
    }

    /** Starts both. */
    static Pairing start() {
        return new Pairing(Services.startPostgres(18), Services.startMariaDb());
    }

    /** Both ends: PostgreSQL, MariaDB. */
    List<Side> sides(String database) {
        return List.of(new Side(ours, database, "a", 0), new Side(theirs, database, "b", 1));
    }

    /** Makes a database at each end, with rows in PostgreSQL. */
    void fill(String database, int rows) throws SQLException {
        ours.createDatabase(database);
        theirs.createDatabase(database);
        String log = " primary key, id bigint not null, was varchar(80), name varchar(80))";
        String journal =
                " primary key, id bigint not null, op char(1) not null, name varchar(80),"
                        + " note varchar(80), stock int)";
        try (Connection connection = sides(database).getFirst().connect()) {
            Tables.run(
                    connection,
                    "create table account " + COLUMNS,
                    "create table journal (n bigint generated always as identity" + journal,
                    "create table names (n bigint generated always as identity" + log,
                    "insert into account select g, 'first ' || g, null, "
                            + STOCK
                            + " from generate_series(1, "
                            + (SHARED + rows)
                            + ") g",
                    """
                    create function named() returns trigger language plpgsql as $$
                    begin
                      insert into names (id, was, name) values
                        (new.id, case tg_op when 'UPDATE' then old.name end, new.name);
                      return null;
                    end $$
                    """,
                    "create trigger created after insert on account for each row"
                            + " when (new.name is not null) execute function named()",
                    "create trigger renamed after update on account for each row"
                            + " when (old.name is distinct from new.name) execute function named()");
        }
        try (Connection connection = sides(database).getLast().connect()) {
            Tables.run(
                    connection,
                    "create table account " + COLUMNS + " character set utf8mb4",
                    "create table journal (n bigint auto_increment" + journal,
                    "create table names (n bigint auto_increment" + log,
                    "create trigger created after insert on account for each row"
                            + " if new.name is not null then"
                            + " insert into names (id, name) values (new.id, new.name); end if",
                    "create trigger renamed after update on account for each row"
                            + " if not (old.name <=> new.name) then insert into names"
                            + " (id, was, name) values (new.id, old.name, new.name); end if");
        }
    }

    /** The configuration of a two-way sync of these databases. */
    String sync(String database) {
        return """
               {"name": "%s", "type": "bi_directional", "mode": "real_time",
                "guards": {"max_deletes": 1000000},
                "conflict_resolution":
                  {"name": "last_write_wins", "note": "manual_review", "stock": "sum"},
                "source": {"type": "postgresql", "connection": "%s", "tables": ["account"]},
                "destinations": [{"name": "there", "type": "mariadb", "connection": "%s"}]}
               """
                .formatted(database, ours.uri(database), theirs.uri(database));
    }

    /** Removes it at both ends; whoever is connected is put out. */
    void drop(String database) throws SQLException {
        try (Connection connection = new Side(ours, "postgres", "a", 0).connect()) {
            Tables.run(connection, "drop database " + database + " with (force)");
        }
        try (Connection connection = sides(database).getLast().connect()) {
            Tables.run(connection, "drop database " + database);
        }
    }

    @Override
    public void close() {
        ours.close();
        theirs.close();
    }
}
