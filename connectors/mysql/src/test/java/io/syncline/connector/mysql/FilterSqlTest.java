package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.connector.jdbc.PushedFilter;
import io.syncline.core.change.Field;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.Predicate;
import io.syncline.testkit.filter.FilterSamples;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the server chooses by a filter, beside what Java chooses alone. */
class FilterSqlTest {
    private static final List<String> TEXTS =
            List.of(
                    "", "a", "A", "a ", " a", "b", "ab", "ä", "é", "e\u0301", "ß", "ss", "\uffee",
                    "😀", "a\\b", "o'clock", "100%", "a|b", "null", "a\tb");

    private record Kind(String type, List<String> values) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("boolean", List.of("0", "1", "5", "-1")),
                    new Kind("tinyint", List.of("-128", "0", "1", "127")),
                    new Kind("smallint unsigned", List.of("0", "1", "32767", "65535")),
                    new Kind("int", List.of("-2147483648", "-1", "1", "2147483647")),
                    new Kind("bigint", List.of("-9223372036854775808", "0", "1")),
                    new Kind("bigint unsigned", List.of("0", "1", "18446744073709551615")),
                    new Kind(
                            "decimal(30,5)",
                            List.of("0.1", "-1.5", "1.005", "99999999999999999999")),
                    new Kind("float", List.of("0.1", "-1.5", "16777217", "1e-45", "-0")),
                    new Kind("double", List.of("0.1", "-1.5", "16777217", "4.9e-324", "1e11")),
                    new Kind("varchar(20) COLLATE utf8mb4_general_ci", TEXTS),
                    new Kind("longtext COLLATE utf8mb4_unicode_ci", TEXTS),
                    new Kind("char(20) COLLATE utf8mb4_bin", TEXTS),
                    new Kind(
                            "varchar(20) CHARACTER SET latin1",
                            List.of("a", "A", "ä", "ß", "ss", "b ")),
                    new Kind("varbinary(9)", List.of("", "\0", "\u007f", "ab", "ab\0")),
                    new Kind("binary(2)", List.of("", "a", "ab")),
                    new Kind(
                            "date",
                            List.of("0000-00-00", "2024-02-00", "2024-02-29", "9999-12-31")),
                    new Kind("time(6)", List.of("00:00", "12:30:00.000001", "-00:30", "838:00")),
                    new Kind(
                            "datetime(6)",
                            List.of("0000-00-00", "2024-02-29 12:30:00.000001", "9999-12-31")),
                    new Kind(
                            "timestamp(6) NULL",
                            List.of("2024-02-29 10:30:00.000001", "2000-01-01")),
                    new Kind(
                            "uuid",
                            List.of(
                                    "00000000-0000-0000-0000-000000000000",
                                    "7fffffff-ffff-ffff-8fff-ffffffffffff",
                                    "80000000-0000-0000-0000-000000000001")),
                    new Kind("json", List.of("{}", "null")),
                    new Kind("enum('a','b','')", List.of("a", "b")),
                    new Kind("year", List.of("2024")),
                    new Kind("bit(9)", List.of("1")));

    @Test
    void theServerHoldsBackNoRowThatJavaWants() throws Exception {
        try (Place place = new Place();
                Connection sql = place.database.connect()) {
            fill(place);
            Layout layout = place.endpoint.catalog().find("t");
            assertThat(layout).isNotNull();
            List<Row> all = place.rows(layout);
            assertThat(all).hasSizeGreaterThan(100);
            Table table = TableReader.read(sql).get("t");
            assertThat(table).isNotNull();
            Server server = Server.ask(sql);
            int filters = 0;
            int helped = 0;
            for (Field field : layout.fields()) {
                for (String text : FilterSamples.of(field)) {
                    Predicate filter =
                            FilterParser.parse(text)
                                    .then(each -> each.resolve(layout.fields()))
                                    .orThrow();
                    List<Row> wanted =
                            all.stream().filter(row -> filter.test(row).isTrue()).toList();
                    Set<Value> passed = passed(sql, FilterSql.of(filter, table, server));
                    assertThat(wanted).as(text).allMatch(row -> passed.contains(row.get("id")));
                    filters++;
                    helped += passed.size() == wanted.size() ? 1 : 0;
                }
            }
            assertThat(filters).isGreaterThan(1_000);
            assertThat(helped).isGreaterThan(filters * 85 / 100);
        }
    }

    private static Set<Value> passed(Connection sql, PushedFilter pushed) throws SQLException {
        Set<Value> ids = new HashSet<>();
        String where = pushed == null ? "TRUE" : pushed.sql();
        try (PreparedStatement statement =
                sql.prepareStatement("SELECT id FROM t WHERE " + where)) {
            if (pushed != null) {
                Sql.bind(statement, List.of(pushed.values()));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(new Value.Int(row.getInt(1)));
                }
            }
        }
        return ids;
    }

    /** Each value in a row of its own, beside NULLs. */
    private static void fill(Place place) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < KINDS.size(); i++) {
            names.add("`c" + i + "``\"?`");
            columns.add(names.getLast() + " " + KINDS.get(i).type);
        }
        List<String> statements = new ArrayList<>();
        statements.add(
                "CREATE TABLE t (id int PRIMARY KEY, "
                        + String.join(", ", columns)
                        + ") CHARACTER SET utf8mb4");
        statements.add("SET sql_mode=''");
        statements.add("SET time_zone='+00:00'");
        int id = 0;
        for (int i = 0; i < KINDS.size(); i++) {
            for (String value : KINDS.get(i).values) {
                statements.add(
                        "INSERT INTO t (id, %s) VALUES (%d, '%s')"
                                .formatted(
                                        names.get(i),
                                        id++,
                                        value.replace("\\", "\\\\").replace("'", "''")));
            }
        }
        place.sql(statements.toArray(String[]::new));
    }
}
