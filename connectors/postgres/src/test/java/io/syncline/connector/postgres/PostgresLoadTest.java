package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.RowBlock;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Position;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of one table that are brought to another without being looked at. */
class PostgresLoadTest {
    private static final String SAME =
            "SELECT count(*) FROM (TABLE a EXCEPT TABLE b UNION ALL (TABLE b EXCEPT TABLE a)) x";

    private Fixture on;

    @BeforeEach
    void begin() throws Exception {
        on = Fixture.on(18);
        String columns =
                "(id bigint PRIMARY KEY, name text, paid numeric(12,2), day date, note jsonb,"
                        + " tags text[], raw bytea)";
        on.run(
                "CREATE TABLE a " + columns,
                "CREATE TABLE b " + columns,
                "INSERT INTO a SELECT i, 'n' || i, i / 7.0, date '2026-01-01' + i, '{\"n\": 1}',"
                        + " CASE WHEN i % 3 > 0 THEN array['x', NULL] END, decode('00ff', 'hex')"
                        + " FROM generate_series(1, 3000) i",
                "INSERT INTO a (id) VALUES (9999)");
        on.endpoint.claim("flow", 2);
    }

    @AfterEach
    void end() throws Exception {
        on.close();
    }

    @Test
    void allRowsComeAsTheyAre() throws Exception {
        RowBlock rows = rows("public.a");
        assertThat(rows).hasSize(3001);

        assertThat(on.endpoint.load("public.b", rows, fence(2))).isTrue();

        assertThat(on.one("SELECT count(*) FROM b")).isEqualTo("3001");
        assertThat(on.one(SAME)).isEqualTo("0");
        assertThat(rows("public.b")).containsExactlyInAnyOrderElementsOf(rows);
        // A checkpoint does not come about by rows that no stream told.
        assertThat(on.endpoint.claim("flow", 2)).isEqualTo(Map.of());
    }

    @Test
    void oneRowThatIsThereKeepsAllOut() throws Exception {
        on.run("INSERT INTO b (id, name) VALUES (2999, 'here')");

        assertThat(on.endpoint.load("public.b", rows("public.a"), fence(2))).isFalse();

        assertThat(on.one("SELECT string_agg(name, ' ') FROM b")).isEqualTo("here");
    }

    @Test
    void whatARuleOfTheTableRefusesKeepsAllOut() throws Exception {
        on.run("ALTER TABLE b ADD CHECK (id <> 17)");
        assertThat(on.endpoint.load("public.b", rows("public.a"), fence(2))).isFalse();

        on.run(
                "ALTER TABLE b DROP CONSTRAINT b_id_check",
                "CREATE TABLE days (day date PRIMARY KEY)",
                "ALTER TABLE b ADD FOREIGN KEY (day) REFERENCES days DEFERRABLE INITIALLY DEFERRED");
        assertThat(on.endpoint.load("public.b", rows("public.a"), fence(2))).isFalse();

        assertThat(on.one("SELECT count(*) FROM b")).isEqualTo("0");
    }

    @Test
    void aTableOfOtherTypesTakesNoBytes() throws Exception {
        for (String type : new String[] {"int", "numeric", "text"}) {
            on.run("DROP TABLE IF EXISTS c", "CREATE TABLE c (id " + type + " PRIMARY KEY)");
            on.run(
                    "DROP TABLE IF EXISTS d",
                    "CREATE TABLE d (id bigint)",
                    "INSERT INTO d VALUES (7)");

            assertThat(on.endpoint.load("public.c", rows("public.d"), fence(2))).isFalse();
            assertThat(on.one("SELECT count(*) FROM c")).isEqualTo("0");
        }
    }

    @Test
    void anEarlierOwnerWritesNothing() throws Exception {
        RowBlock rows = rows("public.a");
        on.endpoint.claim("flow", 3);

        assertThatThrownBy(() -> on.endpoint.load("public.b", rows, fence(2)))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.FENCED));

        assertThat(on.one("SELECT count(*) FROM b")).isEqualTo("0");
    }

    private RowBlock rows(String table) {
        return (RowBlock) on.endpoint.chunk(table, null, null, 10_000).rows();
    }

    private static Fence fence(long epoch) {
        return new Fence("flow", 16, epoch, new Position("0/1"));
    }
}
