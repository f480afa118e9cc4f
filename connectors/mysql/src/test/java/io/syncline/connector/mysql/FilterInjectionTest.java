package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.connector.jdbc.PushedFilter;
import io.syncline.connector.jdbc.QuotedName;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Condition;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.Literal;
import io.syncline.core.filter.Predicate;
import io.syncline.testkit.filter.HostileFilters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker writes reaches the server as a name or a value, or not at all. */
class FilterInjectionTest {
    private static List<String> texts() {
        List<String> texts = new ArrayList<>(HostileFilters.NAMES);
        for (String filter : HostileFilters.ALL) {
            if (FilterParser.parse(filter).result() instanceof Condition.Compare compare
                    && compare.literal() instanceof Literal.Text(String text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static List<Integer> ids(Connection sql, String table, String key, PushedFilter filter)
            throws SQLException {
        List<Integer> ids = new ArrayList<>();
        String where = filter == null ? "TRUE" : filter.sql();
        try (PreparedStatement statement =
                sql.prepareStatement(
                        "SELECT " + key + " FROM " + table + " WHERE " + where + " ORDER BY 1")) {
            if (filter != null) {
                Sql.bind(statement, List.of(filter.values()));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getInt(1));
                }
            }
        }
        return ids;
    }

    private static void insert(Connection sql, String table, List<String> texts)
            throws SQLException {
        try (PreparedStatement statement =
                sql.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
            for (int i = 0; i < texts.size(); i++) {
                statement.setInt(1, i);
                statement.setString(2, texts.get(i));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Also where backslashes are plain characters: the driver has to know. */
    @ParameterizedTest
    @ValueSource(strings = {"", "NO_BACKSLASH_ESCAPES,ANSI_QUOTES"})
    void aHostileFilterIsRefusedOrChoosesWhatJavaChooses(String mode) throws Exception {
        try (Place place = new Place();
                Connection sql = place.database.connect()) {
            place.sql(
                    "CREATE TABLE canary (v int)",
                    "INSERT INTO canary VALUES (1)",
                    "CREATE TABLE t (id int PRIMARY KEY, v longtext) CHARACTER SET utf8mb4");
            insert(sql, "t", texts());
            Layout layout = place.endpoint.catalog().find("t");
            assertThat(layout).isNotNull();
            List<Row> all = place.rows(layout);
            Table table = TableReader.read(sql).get("t");
            assertThat(table).isNotNull();
            Server server = Server.ask(sql);
            sql.createStatement().execute("SET sql_mode='" + mode + "'");
            int refused = 0;
            int chose = 0;
            for (String text : HostileFilters.ALL) {
                Predicate filter =
                        FilterParser.parse(text)
                                .then(each -> each.resolve(layout.fields()))
                                .result();
                if (filter == null) {
                    refused++;
                    continue;
                }
                long wanted = all.stream().filter(row -> filter.test(row).isTrue()).count();
                assertThat(ids(sql, "t", "id", FilterSql.of(filter, table, server)))
                        .as(text)
                        .hasSize((int) wanted);
                chose++;
            }
            assertThat(refused).isGreaterThan(100);
            assertThat(chose).isGreaterThan(50);
            assertThat(place.one("SELECT count(*) FROM canary")).isEqualTo("1");
        }
    }

    @Test
    void aHostileNameIsANameAndNothingElse() throws Exception {
        try (Place place = new Place();
                Connection sql = place.database.connect()) {
            place.sql("CREATE TABLE canary (v int)", "INSERT INTO canary VALUES (1)");
            for (String name : HostileFilters.NAMES) {
                String quoted = QuotedName.of(name, '`');
                place.sql("CREATE TABLE %s (%s int PRIMARY KEY, w text)".formatted(quoted, quoted));
                insert(sql, quoted, List.of("a", "b", "c"));
                Layout layout = place.endpoint.catalog().find(name);
                assertThat(layout).as(name).isNotNull();
                Predicate filter =
                        FilterParser.parse(new Condition.Name(name, 1) + " > 0 AND w LIKE '_'")
                                .then(each -> each.resolve(layout.fields()))
                                .orThrow();
                Table table = TableReader.read(sql).get(name);
                assertThat(table).isNotNull();
                PushedFilter pushed = FilterSql.of(filter, table, Server.ask(sql));
                assertThat(ids(sql, quoted, quoted, pushed)).as(name).containsExactly(1, 2);
                assertThat(place.rows(layout)).hasSize(3);
                place.sql("DROP TABLE " + quoted);
            }
            assertThat(place.one("SELECT count(*) FROM canary")).isEqualTo("1");
        }
    }
}
