package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.filter.Condition;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.Predicate;
import io.syncline.testkit.filter.HostileFilters;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an attacker writes reaches the server as a name or a value, or not at all. */
class PostgresInjectionTest {
    private static List<Row> chosen(List<Row> rows, Predicate filter) {
        return rows.stream().filter(row -> filter.test(row).isTrue()).toList();
    }

    private static void insert(Fixture on, String table, List<String> texts) throws SQLException {
        try (PreparedStatement statement =
                on.sql.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
            for (int i = 0; i < texts.size(); i++) {
                statement.setInt(1, i);
                statement.setString(2, texts.get(i));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** The texts of the literals, as far as a text can be: the rows that could be chosen. */
    private static List<String> texts() {
        List<String> texts = new ArrayList<>(HostileFilters.NAMES);
        for (String filter : HostileFilters.ALL) {
            Condition condition = FilterParser.parse(filter).result();
            if (condition instanceof Condition.Compare compare
                    && compare.literal()
                            instanceof io.syncline.core.filter.Literal.Text(var text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    @Test
    void aHostileFilterIsRefusedOrChoosesWhatJavaChooses() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE TABLE canary AS SELECT 1 AS v",
                    "CREATE TABLE t (id int PRIMARY KEY, v text)",
                    "ALTER TABLE t REPLICA IDENTITY FULL");
            insert(on, "t", texts());
            Layout layout = on.endpoint.catalog().find("public.t");
            assertThat(layout).isNotNull();
            PgTable table = PostgresCatalog.one(on.sql, "public.t");
            List<Row> all = on.endpoint.chunk("public.t", null, null, 10_000).rows();
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
                List<Row> chunk = on.endpoint.chunk("public.t", filter, null, 10_000).rows();
                assertThat(chosen(chunk, filter)).as(text).isEqualTo(chosen(all, filter));
                // By the publication's own quoting, for the server to read as it reads a statement.
                String told = PgFilter.ofPublication(table, filter, true, java.util.Set.of());
                if (told != null) {
                    for (String conforming : List.of("off", "on")) {
                        on.run("SET standard_conforming_strings = " + conforming);
                        assertThat(on.one("SELECT count(*) FROM t WHERE " + told))
                                .as(told)
                                .isEqualTo("" + chosen(all, filter).size());
                        on.run(
                                "CREATE PUBLICATION p FOR TABLE t WHERE (" + told + ")",
                                "DROP PUBLICATION p");
                    }
                }
                chose++;
            }
            assertThat(refused).isGreaterThan(100);
            assertThat(chose).isGreaterThan(50);
            assertThat(on.one("SELECT count(*) FROM canary")).isEqualTo("1");
        }
    }

    @Test
    void aHostileNameIsANameAndNothingElse() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE canary AS SELECT 1 AS v");
            List<String> collections = new ArrayList<>();
            Map<String, Predicate> filters = new java.util.LinkedHashMap<>();
            for (String name : HostileFilters.NAMES) {
                String quoted = PgTable.quote(name);
                on.run("CREATE TABLE %s (%s int PRIMARY KEY, w text)".formatted(quoted, quoted));
                insert(on, quoted, List.of("a", "b", "c"));
                String collection = "public." + name;
                Layout layout = on.endpoint.catalog().find(collection);
                assertThat(layout).as(name).isNotNull();
                String text = new Condition.Name(name, 1) + " > 0 AND w IN ('a', 'b')";
                Predicate filter =
                        FilterParser.parse(text)
                                .then(each -> each.resolve(layout.fields()))
                                .orThrow();
                assertThat(on.endpoint.chunk(collection, filter, null, 100).rows())
                        .as(name)
                        .singleElement()
                        .satisfies(row -> assertThat(row.get(name)).isEqualTo(new Value.Int(1)));
                collections.add(collection);
                filters.put(collection, filter);
            }
            Selection selection = new Selection("hostile", collections, Map.of(), filters);
            on.endpoint.prepare(selection);
            on.endpoint.prepare(selection);
            try {
                assertThat(on.one("SELECT count(rowfilter) FROM pg_publication_tables"))
                        .isEqualTo("" + HostileFilters.NAMES.size());
                on.endpoint.read(null, selection).close();
            } finally {
                on.endpoint.forget(selection);
            }
            assertThat(on.one("SELECT count(*) FROM canary")).isEqualTo("1");
        }
    }
}
