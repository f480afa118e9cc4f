package io.syncline.bench;

import io.syncline.embedded.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** A target that is PostgreSQL: its database is made of a template's files. */
record PostgresTarget(RunningServer server) implements TargetDatabase {
    @Override
    public String type() {
        return "postgresql";
    }

    @Override
    public void reset(List<String> tables) throws SQLException {
        try (Connection admin = Lab.connect(server, "postgres")) {
            Lab.run(
                    admin,
                    "drop database if exists " + Lab.DATABASE + " with (force)",
                    "create database "
                            + Lab.DATABASE
                            + " template "
                            + Lab.TEMPLATE
                            + " strategy file_copy",
                    "checkpoint");
        }
    }

    @Override
    public void empty() throws SQLException {
        try (Connection admin = Lab.connect(server, "postgres")) {
            Lab.run(
                    admin,
                    "drop database if exists " + Lab.DATABASE + " with (force)",
                    "create database " + Lab.DATABASE);
        }
    }

    @Override
    public void copy(Connection source) throws SQLException {
        try (Connection template = Lab.connect(server, Lab.TEMPLATE)) {
            Copies.all(source, template);
        }
    }

    @Override
    public void keepCheckpoints(String flow) throws SQLException {
        try (Connection from = Lab.connect(server, Lab.DATABASE);
                Connection to = Lab.connect(server, Lab.TEMPLATE)) {
            Lab.run(
                    to,
                    "create table if not exists syncline_epoch (flow text primary key, epoch bigint not null)",
                    "create table if not exists syncline_checkpoint (flow text, shard int,"
                            + " epoch bigint not null, position text not null, primary key (flow, shard))");
            for (String table : new String[] {"syncline_epoch", "syncline_checkpoint"}) {
                // The rows as one text of JSON, which any of the two databases can read.
                String rows =
                        Lab.one(
                                from,
                                "select json_agg(x) from %s x where flow = '%s'"
                                        .formatted(table, flow));
                Lab.run(
                        to,
                        "insert into %s select * from json_populate_recordset(null::%s, '%s')"
                                .formatted(table, table, rows));
            }
        }
    }

    @Override
    public boolean equal(Connection source, Connection target, String table, Set<String> without)
            throws SQLException {
        return Lab.checksum(source, table, without).equals(Lab.checksum(target, table, without));
    }
}
