package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.delete;
import static io.syncline.connector.postgres.TargetBench.fence;
import static io.syncline.connector.postgres.TargetBench.insert;
import static io.syncline.connector.postgres.TargetBench.patch;
import static io.syncline.connector.postgres.TargetBench.row;
import static io.syncline.connector.postgres.TargetBench.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that come alone, each with a place. */
class PostgresAloneTest {
    private static final String T = "public.t";
    private static final String ROWS =
            "SELECT id || ':' || name || ':' || extra FROM t ORDER BY id";

    private TargetBench bench;
    private PostgresTarget target;

    @BeforeEach
    void begin() throws Exception {
        bench = new TargetBench(Services.postgres(18).freshDatabase());
        bench.run(
                """
                CREATE TABLE t (id bigint PRIMARY KEY, name text CHECK (name <> 'bad'),
                    extra text NOT NULL DEFAULT 'x');
                CREATE TABLE log (n bigserial, what text);
                CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO log (what) VALUES (TG_OP || ' with its place: '
                        || (current_query() LIKE '%syncline_checkpoint%'));
                    RETURN NULL; END $$;
                CREATE TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON t
                    FOR EACH ROW EXECUTE FUNCTION told();
                INSERT INTO t VALUES (1, 'a'), (2, 'b');
                TRUNCATE log;
                """);
        target = bench.target(64);
        target.claim("flow", 1);
    }

    @AfterEach
    void end() throws Exception {
        target.close();
        bench.close();
    }

    @Test
    void aRowAndItsPlaceAreOneStatement() throws Exception {
        assertThat(applied(insert(T, 3, row("id", 3, "name", "c")), "p1"))
                .isEqualTo(Outcome.applied());
        assertThat(applied(update(T, 1, row("id", 1, "name", "A")), "p2"))
                .isEqualTo(Outcome.applied());
        assertThat(applied(patch(T, 3, row("id", 3, "name", "C")), "p3"))
                .isEqualTo(Outcome.applied());
        assertThat(applied(delete(T, 2), "p4")).isEqualTo(Outcome.applied());

        assertThat(bench.read(ROWS)).isEqualTo("1:A:x|3:C:x");
        assertThat(bench.read("SELECT what FROM log ORDER BY n"))
                .isEqualTo(
                        "INSERT with its place: true|UPDATE with its place: true"
                                + "|UPDATE with its place: true|DELETE with its place: true");
        assertThat(place()).isEqualTo("p4");
    }

    /** A statement that wrote no row says nothing of why. */
    @Test
    void whatWritesNoRowIsFoundOutTheOrdinaryWay() throws Exception {
        assertThat(applied(update(T, 1, row("id", 1, "name", "a")), "equal"))
                .isEqualTo(Outcome.applied());
        assertThat(place()).isEqualTo("equal");
        assertThat(applied(delete(T, 9), "gone")).isEqualTo(Outcome.applied());
        assertThat(place()).isEqualTo("gone");
        assertThat(applied(update(T, 4, row("id", 4, "name", "d")), "made"))
                .isEqualTo(Outcome.applied());
        assertThat(place()).isEqualTo("made");
        assertThat(bench.read("SELECT count(*) FROM log")).isEqualTo("1");

        assertThat(applied(patch(T, 9, row("id", 9, "name", "none")), "refused"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        why -> assertThat(why.kind()).isEqualTo(Outcome.Kind.MISSING));
        assertThat(place()).isEqualTo("made");
        assertThat(bench.read(ROWS)).isEqualTo("1:a:x|2:b:x|4:d:x");
    }

    @Test
    void aTableWithARuleIsWrittenTheOrdinaryWay() throws Exception {
        bench.run(
                "CREATE RULE also AS ON DELETE TO t DO ALSO INSERT INTO log (what) VALUES ('rule')");

        assertThat(applied(delete(T, 2), "p1")).isEqualTo(Outcome.applied());

        assertThat(place()).isEqualTo("p1");
        assertThat(bench.read(ROWS)).isEqualTo("1:a:x");
        assertThat(bench.read("SELECT count(*) FROM log WHERE what = 'rule'")).isEqualTo("1");
    }

    @Test
    void aRowThatIsRefusedLeavesThePlaceWhereItWas() throws Exception {
        assertThat(applied(update(T, 1, row("id", 1, "name", "bad")), "p1"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        why -> assertThat(why.kind()).isEqualTo(Outcome.Kind.CONSTRAINT));

        assertThat(target.claim("flow", 1)).isEmpty();
        assertThat(bench.read(ROWS)).isEqualTo("1:a:x|2:b:x");
    }

    private Outcome applied(Write write, String place) {
        return target.apply(List.of(write), fence(1, place)).getFirst();
    }

    private String place() {
        return target.claim("flow", 1).values().stream()
                .map(Position::token)
                .findFirst()
                .orElse("");
    }
}
