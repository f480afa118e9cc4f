package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Field;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.Predicate;
import io.syncline.testkit.filter.FilterSamples;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the server chooses by a filter, beside what Java chooses alone. */
class PostgresFilterTest {
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

    @Test
    void aChunkHoldsEveryRowThatJavaWants() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level1',"
                            + " deterministic = false)",
                    "CREATE TYPE mood AS ENUM ('b', 'a', 'b a')",
                    "CREATE DOMAIN positive AS bigint CHECK (VALUE > 0)",
                    "CREATE TYPE pair AS (one int, two int)");
            fill(on);
            Layout layout = on.endpoint.catalog().find("public.t");
            assertThat(layout).isNotNull();
            List<Row> all = on.endpoint.chunk("public.t", null, null, 10_000).rows();
            PgTable table = PostgresCatalog.one(on.sql, "public.t");
            assertThat(table).isNotNull();
            on.sql.setAutoCommit(false);
            int filters = 0;
            int helped = 0;
            for (Field field : layout.fields()) {
                List<String> samples = FilterSamples.of(field);
                for (String text : samples) {
                    Predicate filter =
                            FilterParser.parse(text)
                                    .then(each -> each.resolve(layout.fields()))
                                    .orThrow();
                    List<Row> wanted = chosen(all, filter);
                    Set<Value> passed = passed(on.sql, table, filter);
                    assertThat(wanted).as(text).allMatch(row -> passed.contains(row.get("id")));
                    helped += passed.size() == wanted.size() ? 1 : 0;
                    if (filters++ % 25 == 0) {
                        // The same by the way that is really taken.
                        List<Row> chunk =
                                on.endpoint.chunk("public.t", filter, null, 10_000).rows();
                        assertThat(chunk).extracting(row -> row.get("id")).containsAll(passed);
                        assertThat(chosen(chunk, filter)).as(text).isEqualTo(wanted);
                    }
                }
            }
            assertThat(filters).isGreaterThan(2_000);
            // The rest is left to Java: types of this server alone, and far dates.
            assertThat(helped).isGreaterThan(filters * 85 / 100);
        }
    }

    private static Set<Value> passed(Connection sql, PgTable table, Predicate filter)
            throws SQLException {
        Set<Value> ids = new HashSet<>();
        try (Statement statement = sql.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT id FROM t WHERE true"
                                        + PostgresSnapshots.wanted(sql, table, filter))) {
            while (row.next()) {
                ids.add(new Value.Int(row.getInt(1)));
            }
        }
        return ids;
    }

    /** Each value in a row of its own, beside NULLs. */
    private static void fill(Fixture on) throws Exception {
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

    private static List<Row> chosen(List<Row> rows, Predicate filter) {
        return rows.stream().filter(row -> filter.test(row).isTrue()).toList();
    }
}
