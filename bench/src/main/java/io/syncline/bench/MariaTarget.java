package io.syncline.bench;

import io.syncline.embedded.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A target that is MariaDB: its tables are made from those of a second database, row by row. */
record MariaTarget(RunningServer server) implements TargetDatabase {
    private static final List<String> CHECKPOINTS =
            List.of("syncline_epoch", "syncline_checkpoint");

    @Override
    public String type() {
        return "mariadb";
    }

    @Override
    public void reset(List<String> tables) throws SQLException {
        empty();
        try (Connection admin = Lab.connect(server, Lab.DATABASE)) {
            List<String> all = new ArrayList<>(tables);
            all.addAll(CHECKPOINTS);
            for (String table : all) {
                if (there(admin, table)) {
                    Lab.run(
                            admin,
                            "create table %s like %s.%s".formatted(table, Lab.TEMPLATE, table),
                            "insert into %s select * from %s.%s"
                                    .formatted(table, Lab.TEMPLATE, table));
                }
            }
        }
    }

    private static boolean there(Connection admin, String table) throws SQLException {
        return Lab.one(
                        admin,
                        "select count(*) from information_schema.tables where table_schema = '%s' and table_name = '%s'"
                                .formatted(Lab.TEMPLATE, table))
                .equals("1");
    }

    @Override
    public void empty() throws SQLException {
        try (Connection admin = Lab.connect(server, "")) {
            Lab.run(
                    admin,
                    "drop database if exists " + Lab.DATABASE,
                    "create database " + Lab.DATABASE);
        }
    }

    @Override
    public void copy(Connection source) throws SQLException {
        try (Connection template = Lab.connect(server, Lab.TEMPLATE)) {
            MariaTables.copy(source, template);
        }
    }

    @Override
    public void keepCheckpoints(String flow) throws SQLException {
        try (Connection admin = Lab.connect(server, Lab.TEMPLATE)) {
            for (String table : CHECKPOINTS) {
                Lab.run(
                        admin,
                        "create table if not exists %s like %s.%s"
                                .formatted(table, Lab.DATABASE, table),
                        "insert into %s select * from %s.%s where flow = '%s'"
                                .formatted(table, Lab.DATABASE, table, flow));
            }
        }
    }

    @Override
    public boolean equal(Connection source, Connection target, String table, Set<String> without)
            throws SQLException {
        MariaTables digest = MariaTables.of(source, table, without);
        return Lab.one(source, digest.sourceDigest())
                .equals(Lab.one(target, digest.targetDigest()));
    }
}
