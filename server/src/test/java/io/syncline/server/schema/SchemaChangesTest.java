package io.syncline.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.Export.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of change of the source's tables, under each policy, while rows are written. */
class SchemaChangesTest {
    private static final String[] TABLES = {"plus", "blank", "minus", "other", "wide", "lost"};

    private static void prepare(Ground ground, String... tables) throws Exception {
        for (String table : tables) {
            ground.table(table, 300);
        }
    }

    @Test
    void aSyncThatFollowsAltersItsDestinationsAndStaysEqual() throws Exception {
        try (Ground ground = new Ground()) {
            prepare(ground, TABLES);
            ground.engine.configure(ground.definition(SchemaChanges.FOLLOW));
            ground.streaming();
            try (Writer _ = new Writer(ground, TABLES)) {
                Thread.sleep(300);
                ground.run(
                        "ALTER TABLE plus ADD COLUMN extra int NOT NULL DEFAULT 42",
                        "ALTER TABLE blank ADD COLUMN extra text",
                        "UPDATE blank SET extra = 'told' WHERE id < 50",
                        "ALTER TABLE minus DROP COLUMN s",
                        "ALTER TABLE other RENAME COLUMN s TO renamed",
                        "ALTER TABLE wide ALTER COLUMN n TYPE bigint USING n * 10000000000",
                        "ALTER TABLE wide ALTER COLUMN s TYPE varchar(200) USING s || ' wide'",
                        "CREATE TABLE fresh (id int PRIMARY KEY, n int NOT NULL, s text)",
                        "INSERT INTO fresh SELECT g, g, 'new' FROM generate_series(1, 200) g",
                        "DROP TABLE lost");
                ground.ignores("lost");
                ground.compares("plus", "id n extra", "s");
                ground.compares("blank", "id n", "s extra");
                ground.compares("minus", "id n", "");
                ground.compares("other", "id n", "renamed");
                ground.compares("fresh", "id n", "s");
                Thread.sleep(1500);
            }
            ground.equal();
            assertThat(ground.told())
                    .anyMatch(
                            told -> told.startsWith("public.plus has a new column extra (int 32)"))
                    .anyMatch(told -> told.startsWith("public.fresh is new"))
                    .anyMatch(told -> told.startsWith("public.lost is there no more"));
            for (var target : ground.targets) {
                assertThat(Ground.rows(target, "minus", Map.of("s", Kind.TEXT)))
                        .as("what the destination had of a dropped column stays")
                        .anyMatch(row -> row.contains("row 2"));
                assertThat(Ground.rows(target, "lost", Map.of("id", Kind.NUMBER))).isNotEmpty();
            }
        }
    }

    @Test
    void aSyncThatIgnoresAnnouncesNewColumnsAndTablesAndCopiesTheRest() throws Exception {
        try (Ground ground = new Ground()) {
            prepare(ground, "plus", "minus", "wide");
            ground.engine.configure(ground.definition(SchemaChanges.IGNORE));
            ground.streaming();
            try (Writer _ = new Writer(ground, "plus", "minus", "wide")) {
                Thread.sleep(200);
                ground.run(
                        "ALTER TABLE plus ADD COLUMN extra int NOT NULL DEFAULT 42",
                        "UPDATE plus SET extra = 43 WHERE id < 100",
                        "ALTER TABLE minus DROP COLUMN s",
                        "ALTER TABLE wide ALTER COLUMN s TYPE varchar(10)",
                        "CREATE TABLE fresh (id int PRIMARY KEY, n int)");
                ground.compares("minus", "id n", "");
                Thread.sleep(1000);
                ground.await(() -> ground.told().stream().anyMatch(t -> t.contains("fresh")));
            }
            ground.equal();
            assertThat(ground.told())
                    .contains("public.plus has a new column extra (int 32): ignored")
                    .contains("public.fresh is new: it is not copied");
            for (FreshDatabase target : ground.targets) {
                assertThatThrownBy(() -> Ground.rows(target, "plus", Map.of("extra", Kind.NUMBER)))
                        .isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> Ground.rows(target, "fresh", Map.of("id", Kind.NUMBER)))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    /** Each change, the column afterwards that holds numbers, and the one that holds texts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "ADD COLUMN extra int NOT NULL DEFAULT 42; has a new column extra; id n extra; s",
                "DROP COLUMN s; has no column s any more; id n; -",
                "RENAME COLUMN s TO t; has a new column t; id n; t",
                "ALTER COLUMN n TYPE bigint USING n * 3000000000; column n from int 32; id n; s",
                "DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (k); changed its key; id k n; s",
            })
    void aSyncThatPausesStandsBeforeTheFirstRowOfTheNewLayoutAndFollowsWhenItIsResumed(
            String change, String reason, String numbers, @Nullable String texts) throws Exception {
        try (Ground ground = new Ground()) {
            ground.run(
                    "CREATE TABLE t (id int PRIMARY KEY, k int UNIQUE NOT NULL"
                            + " GENERATED BY DEFAULT AS IDENTITY, n int NOT NULL, s varchar(20))",
                    "INSERT INTO t SELECT g, -g, g, 'row' FROM generate_series(1, 300) g");
            ground.compares("t", "id k n", "s");
            ground.engine.configure(ground.definition(SchemaChanges.PAUSE, "t"));
            ground.streaming();
            Map<String, Kind> before = Map.of("id", Kind.NUMBER, "n", Kind.NUMBER);
            ground.run("UPDATE t SET n = n + 1000 WHERE id < 200");
            List<String> last = Ground.rows(ground.source, "t", before);
            ground.run("ALTER TABLE t " + change, "UPDATE t SET n = -5 WHERE id < 100");

            assertThat(ground.paused()).contains(reason);
            for (FreshDatabase target : ground.targets) {
                assertThat(Ground.rows(target, "t", before)).isEqualTo(last);
            }
            ground.compares("t", numbers, texts == null ? "" : texts);
            ground.engine.resume(Ground.SYNC);
            ground.equal();
            ground.run("DELETE FROM t WHERE id < 10");
            ground.equal();
        }
    }

    @Test
    void whatCannotBeWidenedPausesASyncThatFollows() throws Exception {
        try (Ground ground = new Ground()) {
            prepare(ground, "t");
            ground.engine.configure(ground.definition(SchemaChanges.FOLLOW));
            ground.streaming();
            ground.run(
                    "ALTER TABLE t ALTER COLUMN s TYPE int USING 7",
                    "UPDATE t SET s = 8 WHERE id = 1");
            assertThat(ground.paused()).contains("column s from text 20 to int 32");
            for (FreshDatabase target : ground.targets) {
                assertThat(Ground.rows(target, "t", Map.of("s", Kind.TEXT))).contains("5:row 1|");
                Ground.run(target, "UPDATE t SET s = NULL");
            }
            Ground.run(
                    ground.targets.getFirst(), "ALTER TABLE t ALTER COLUMN s TYPE int USING NULL");
            Ground.run(ground.targets.getLast(), "ALTER TABLE t MODIFY s int");
            ground.compares("t", "id n s", "");
            ground.engine.resume(Ground.SYNC);
            ground.equal();
        }
    }
}
