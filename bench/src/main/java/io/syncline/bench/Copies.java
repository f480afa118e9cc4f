package io.syncline.bench;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** Copies all tables of a database, definitions and rows, without any contender's help. */
final class Copies {
    private Copies() {}

    static void all(Connection source, Connection target) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "select c.relname, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', '"
                                        + " order by a.attnum) from pg_class c join pg_attribute a on a.attrelid = c.oid"
                                        + " and a.attnum > 0 where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace"
                                        + " group by 1")) {
            while (result.next()) {
                String table = result.getString(1);
                tables.add(table);
                Lab.run(target, "create table " + table + " (" + result.getString(2) + ")");
            }
        }
        for (String table : tables) {
            rows(source, target, table);
            Lab.run(target, "alter table " + table + " add primary key (id)", "analyze " + table);
        }
    }

    private static void rows(Connection source, Connection target, String table)
            throws SQLException {
        try (PipedInputStream in = new PipedInputStream(1 << 20);
                PipedOutputStream out = new PipedOutputStream(in)) {
            Thread reader =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try (out) {
                                            source.unwrap(PGConnection.class)
                                                    .getCopyAPI()
                                                    .copyOut(
                                                            "copy "
                                                                    + table
                                                                    + " to stdout (format binary)",
                                                            out);
                                        } catch (SQLException e) {
                                            throw new IllegalStateException(e);
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    });
            target.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " from stdin (format binary)", in);
            reader.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
