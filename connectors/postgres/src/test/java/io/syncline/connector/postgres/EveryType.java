package io.syncline.connector.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A table with a column of every type, and a row for each value worth comparing. */
final class EveryType {
    private static final List<String> TYPES =
            List.of(
                    "boolean",
                    "smallint",
                    "integer",
                    "bigint",
                    "oid",
                    "numeric",
                    "numeric(12,3)",
                    "real",
                    "double precision",
                    "text",
                    "varchar(20)",
                    "char(5)",
                    "name",
                    "\"char\"",
                    "text COLLATE \"de-x-icu\"",
                    "text COLLATE blind",
                    "bytea",
                    "date",
                    "time",
                    "timetz",
                    "timestamp",
                    "timestamptz",
                    "uuid",
                    "json",
                    "jsonb",
                    "interval",
                    "inet",
                    "integer[]",
                    "mood",
                    "positive",
                    "varbit",
                    "pair",
                    "xml");

    private static final List<String> TEXTS =
            List.of(
                    "", "a", "A", "a ", " a", "b", "ab", "ä", "é", "e\u0301", "ß", "ss", "\uffee",
                    "😀", "a\\b", "o'clock", "100%", "a|b", "null", "a\tb");

    private static final List<List<String>> VALUES =
            List.of(
                    List.of("true", "false"),
                    List.of("-32768", "0", "1", "32767"),
                    List.of("-2147483648", "-1", "1", "2147483647"),
                    List.of("-9223372036854775808", "0", "1", "9223372036854775807"),
                    List.of("0", "1", "4294967295"),
                    List.of(
                            "NaN",
                            "Infinity",
                            "-Infinity",
                            "0.1",
                            "0.10000",
                            "-1.5",
                            "1e25",
                            "1.005"),
                    List.of("0.1", "-1.5", "1.005", "0"),
                    List.of("NaN", "Infinity", "-Infinity", "0.1", "-0", "16777217", "1e-45"),
                    List.of("NaN", "Infinity", "-Infinity", "0.1", "-0", "16777217", "4.9e-324"),
                    TEXTS,
                    TEXTS,
                    List.of("a", "a ", "", "ä", "b"),
                    List.of("a", "a ", "😀", "A"),
                    List.of("a", "", "\\377"),
                    TEXTS,
                    TEXTS,
                    List.of("\\x", "\\x00", "\\x7f", "\\x80", "\\x6162", "\\xff"),
                    List.of("infinity", "-infinity", "0001-01-01", "2024-02-29", "0044-03-15 BC"),
                    List.of("00:00", "12:30:00.000001", "24:00:00"),
                    List.of("12:00+02"),
                    List.of("infinity", "-infinity", "2024-02-29 12:30:00.000001", "10000-01-01"),
                    List.of("infinity", "-infinity", "2024-02-29 10:30:00.000001Z", "2000-01-01Z"),
                    List.of(
                            "00000000-0000-0000-0000-000000000000",
                            "7fffffff-ffff-ffff-8fff-ffffffffffff",
                            "80000000-0000-0000-0000-000000000001"),
                    List.of("{}", "null"),
                    List.of("{}", "null"),
                    List.of("1 day", "24:00:00"),
                    List.of("10.0.0.1"),
                    List.of("{1,2}", "{}"),
                    List.of("a", "b", "b a"),
                    List.of("1", "99"),
                    List.of("101", "1"),
                    List.of("(,)", "(1,2)"),
                    List.of("<a/>", ""));

    private EveryType() {}

    /** Each value in a row of its own, beside NULLs. */
    static void fill(Fixture on) throws SQLException {
        on.run(
                "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level1',"
                        + " deterministic = false)",
                "CREATE TYPE mood AS ENUM ('b', 'a', 'b a')",
                "CREATE DOMAIN positive AS bigint CHECK (VALUE > 0)",
                "CREATE TYPE pair AS (one int, two int)");
        List<String> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < TYPES.size(); i++) {
            String name = "\"c" + i + " \"\"" + TYPES.get(i).replace("\"", "\"\"") + "\"";
            names.add(name);
            columns.add(name + " " + TYPES.get(i));
        }
        on.run("CREATE TABLE t (id int PRIMARY KEY, " + String.join(", ", columns) + ")");
        int id = 0;
        List<String> inserts = new ArrayList<>();
        for (int i = 0; i < TYPES.size(); i++) {
            for (String value : VALUES.get(i)) {
                inserts.add(
                        "INSERT INTO t (id, %s) VALUES (%d, '%s')"
                                .formatted(names.get(i), id++, value.replace("'", "''")));
            }
        }
        on.run(String.join("; ", inserts));
    }
}
