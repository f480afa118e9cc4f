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
    @Test
    void aChunkHoldsEveryRowThatJavaWants() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            EveryType.fill(on);
            Layout layout = on.endpoint.catalog().find("public.t");
            assertThat(layout).isNotNull();
            List<Row> all = on.endpoint.chunk("public.t", null, null, 10_000).rows();
            PgTable table = PostgresCatalog.one(on.sql, "public.t");
            assertThat(table).isNotNull();
            PgTable whole = withIdentity(table);
            on.sql.setAutoCommit(false);
            int filters = 0;
            int helped = 0;
            int published = 0;
            for (Field field : layout.fields()) {
                List<String> rendered = new ArrayList<>();
                for (String text : FilterSamples.of(field)) {
                    Predicate filter =
                            FilterParser.parse(text)
                                    .then(each -> each.resolve(layout.fields()))
                                    .orThrow();
                    List<Row> wanted = chosen(all, filter);
                    Set<Value> passed = passed(on.sql, table, filter);
                    assertThat(wanted).as(text).allMatch(row -> passed.contains(row.get("id")));
                    String told =
                            PgFilter.ofPublication(
                                    whole, filter, true, Set.of("c15 \"text COLLATE blind"));
                    if (told != null) {
                        rendered.add("(" + told + ")");
                    }
                    if (told != null && filters % 4 == 0) {
                        assertThat(passed(on.sql, " AND " + told))
                                .as(told)
                                .containsAll(wantedIds(wanted));
                    }
                    helped += passed.size() == wanted.size() ? 1 : 0;
                    if (filters++ % 25 == 0) {
                        // The same by the way that is really taken.
                        List<Row> chunk =
                                on.endpoint.chunk("public.t", filter, null, 10_000).rows();
                        assertThat(chunk).extracting(row -> row.get("id")).containsAll(passed);
                        assertThat(chosen(chunk, filter)).as(text).isEqualTo(wanted);
                    }
                }
                if (!rendered.isEmpty()) {
                    // The server takes all of them as a publication's.
                    on.run(
                            "CREATE PUBLICATION p%d FOR TABLE t WHERE (%s)"
                                    .formatted(published++, String.join(" OR ", rendered)));
                }
            }
            assertThat(published).isGreaterThan(15);
            assertThat(filters).isGreaterThan(2_000);
            // The rest is left to Java: types of this server alone, and far dates.
            assertThat(helped).isGreaterThan(filters * 85 / 100);
        }
    }

    private static PgTable withIdentity(PgTable table) {
        return new PgTable(
                table.oid(),
                table.schema(),
                table.name(),
                table.partitioned(),
                table.unlogged(),
                'f',
                table.columns(),
                table.key(),
                table.indexes(),
                table.rows());
    }

    private static Set<Value> wantedIds(List<Row> rows) {
        Set<Value> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.get("id")));
        return ids;
    }

    private static Set<Value> passed(Connection sql, PgTable table, Predicate filter)
            throws SQLException {
        return passed(sql, PostgresSnapshots.wanted(sql, table, filter));
    }

    private static Set<Value> passed(Connection sql, String and) throws SQLException {
        Set<Value> ids = new HashSet<>();
        try (Statement statement = sql.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM t WHERE true" + and)) {
            while (row.next()) {
                ids.add(new Value.Int(row.getInt(1)));
            }
        }
        return ids;
    }

    private static List<Row> chosen(List<Row> rows, Predicate filter) {
        return rows.stream().filter(row -> filter.test(row).isTrue()).toList();
    }
}
