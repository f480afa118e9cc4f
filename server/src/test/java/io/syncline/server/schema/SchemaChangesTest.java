package io.syncline.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.guard.Guards;
import io.syncline.server.schema.Ground.From;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.Export.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of change of the source's tables, under each policy, while rows are written. */
class SchemaChangesTest {
    private static final String[] TABLES = {
        "plus", "blank", "minus", "other", "wide", "lost", "moved"
    };

    private static void prepare(Ground ground, String... tables) throws Exception {
        for (String table : tables) {
            ground.table(table, 300);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSyncThatFollowsAltersItsDestinationsAndStaysEqual(From from) throws Exception {
        try (Ground ground = new Ground(from)) {
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
                        ground.either(
                                "ALTER TABLE wide ALTER COLUMN n TYPE bigint"
                                        + " USING n * 10000000000",
                                "ALTER TABLE wide MODIFY n bigint NOT NULL"),
                        ground.either(
                                "ALTER TABLE wide ALTER COLUMN s TYPE varchar(200)"
                                        + " USING s || ' wide'",
                                "ALTER TABLE wide MODIFY s varchar(200)"),
                        "UPDATE wide SET n = n + 5000000000 WHERE id > 150",
                        "CREATE TABLE fresh (id int PRIMARY KEY, n int NOT NULL, s text)",
                        "INSERT INTO fresh SELECT g, g, 'new' FROM " + ground.numbers(200),
                        "ALTER TABLE moved RENAME TO found",
                        "DROP TABLE lost");
                ground.ignores("lost");
                ground.ignores("moved");
                ground.compares("plus", "id n extra", "s");
                ground.compares("blank", "id n", "s extra");
                ground.compares("minus", "id n", "");
                ground.compares("other", "id n", "renamed");
                ground.compares("fresh", "id n", "s");
                ground.compares("found", "id n", "s");
                Thread.sleep(1500);
            }
            ground.equal();
            assertThat(ground.told())
                    .anyMatch(told -> told.contains("plus has a new column extra (int 32)"))
                    .anyMatch(told -> told.contains("fresh is new"))
                    .anyMatch(told -> told.contains("found is new"))
                    .anyMatch(told -> told.contains("moved is there no more"))
                    .anyMatch(told -> told.contains("lost is there no more"));
            for (var target : ground.targets) {
                assertThat(Ground.rows(target, "minus", Map.of("s", Kind.TEXT)))
                        .as("what the destination had of a dropped column stays")
                        .anyMatch(row -> row.contains("row 2"));
                for (String gone : List.of("lost", "moved")) {
                    assertThat(Ground.rows(target, gone, Map.of("id", Kind.NUMBER))).isNotEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSyncThatIgnoresAnnouncesNewColumnsAndTablesAndCopiesTheRest(From from) throws Exception {
        try (Ground ground = new Ground(from)) {
            prepare(ground, "plus", "minus", "other", "wide", "lost");
            ground.engine.configure(ground.definition(SchemaChanges.IGNORE));
            ground.streaming();
            try (Writer _ = new Writer(ground, "plus", "minus", "other", "wide")) {
                Thread.sleep(200);
                ground.run(
                        "ALTER TABLE plus ADD COLUMN extra int NOT NULL DEFAULT 42",
                        "UPDATE plus SET extra = 43 WHERE id < 100",
                        "ALTER TABLE minus DROP COLUMN s",
                        "ALTER TABLE other RENAME COLUMN s TO renamed",
                        ground.either(
                                "ALTER TABLE wide ALTER COLUMN s TYPE varchar(10)",
                                "ALTER TABLE wide MODIFY s varchar(10)"),
                        "CREATE TABLE fresh (id int PRIMARY KEY, n int)",
                        "DROP TABLE lost");
                ground.compares("minus", "id n", "");
                ground.compares("other", "id n", "");
                ground.ignores("lost");
                Thread.sleep(1000);
                ground.await(() -> ground.told().stream().anyMatch(t -> t.contains("fresh")));
                ground.await(() -> ground.told().stream().anyMatch(t -> t.contains("lost")));
            }
            ground.equal();
            assertThat(ground.told())
                    .anyMatch(t -> t.endsWith("plus has a new column extra (int 32): ignored"))
                    .anyMatch(t -> t.contains("other has a new column renamed (text 20), has no"))
                    .anyMatch(t -> t.endsWith("fresh is new: it is not copied"));
            Map<String, String> left = Map.of("plus", "extra", "other", "renamed", "fresh", "id");
            for (FreshDatabase target : ground.targets) {
                left.forEach(
                        (table, column) ->
                                assertThatThrownBy(
                                                () ->
                                                        Ground.rows(
                                                                target,
                                                                table,
                                                                Map.of(column, Kind.TEXT)))
                                        .isInstanceOf(SQLException.class));
            }
        }
    }

    /** It says what a row is. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL,FOLLOW", "POSTGRESQL,IGNORE", "MARIADB,FOLLOW", "MARIADB,IGNORE"})
    void aKeyThatChangesPausesWhateverThePolicy(From from, SchemaChanges policy) throws Exception {
        try (Ground ground = new Ground(from)) {
            prepare(ground, "t");
            ground.run("UPDATE t SET n = -n");
            ground.engine.configure(ground.definition(policy));
            ground.streaming();
            ground.run(
                    "ALTER TABLE t DROP "
                            + ground.either("CONSTRAINT t_pkey", "PRIMARY KEY")
                            + ", ADD PRIMARY KEY (n)",
                    "UPDATE t SET s = 'after' WHERE id < 100");
            assertThat(ground.paused()).contains("t has changed its key");
            ground.engine.resume(Ground.SYNC);
            ground.equal();
            ground.run("DELETE FROM t WHERE id < 10", "UPDATE t SET id = -id WHERE id < 100");
            ground.equal();
        }
    }

    /** One after the other, each while rows are written; to resume it is to agree. */
    @ParameterizedTest
    @EnumSource
    void aSyncThatPausesDoesSoForEachChangeAndIsEqualOnceResumed(From from) throws Exception {
        try (Ground ground = new Ground(from)) {
            prepare(ground, "t", "lost", "moved");
            // The writer deletes more in a minute than there are rows.
            ground.guards = Guards.none();
            ground.engine.configure(ground.definition(SchemaChanges.PAUSE));
            ground.streaming();
            try (Writer _ = new Writer(ground, "t")) {
                pauses(
                        ground,
                        "t has a new column extra",
                        "t",
                        "id n extra",
                        "s",
                        "ALTER TABLE t ADD COLUMN extra int NOT NULL DEFAULT 42");
                pauses(
                        ground,
                        "t has a new column told",
                        "t",
                        "id n extra",
                        "told",
                        "ALTER TABLE t RENAME COLUMN s TO told");
                pauses(
                        ground,
                        "t has no column extra any more",
                        "t",
                        "id n",
                        "told",
                        "ALTER TABLE t DROP COLUMN extra");
                pauses(
                        ground,
                        "column n from int 32",
                        "t",
                        "id n",
                        "told",
                        ground.either(
                                "ALTER TABLE t ALTER COLUMN n TYPE bigint",
                                "ALTER TABLE t MODIFY n bigint NOT NULL"));
                pauses(
                        ground,
                        "fresh is new",
                        "fresh",
                        "id",
                        "s",
                        "CREATE TABLE fresh (id int PRIMARY KEY, s text)",
                        "INSERT INTO fresh VALUES (1, 'one')");
                ground.ignores("lost");
                pauses(ground, "lost is there no more", "t", "id n", "told", "DROP TABLE lost");
                ground.ignores("moved");
                pauses(
                        ground,
                        "found is new",
                        "found",
                        "id n",
                        "s",
                        "ALTER TABLE moved RENAME TO found");
            }
            ground.equal();
        }
    }

    private static void pauses(
            Ground ground,
            String reason,
            String table,
            String numbers,
            String texts,
            String... statements)
            throws Exception {
        ground.run(statements);
        assertThat(ground.paused()).contains(reason);
        ground.compares(table, numbers, texts);
        ground.engine.resume(Ground.SYNC);
        ground.streaming();
    }

    /** Each change, the column afterwards that holds numbers, and the one that holds texts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ADD COLUMN extra int NOT NULL DEFAULT 42; has a new column extra; id n extra; s",
                "RENAME COLUMN s TO t; has a new column t; id n; t",
                "DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (k); changed its key; id k n; s",
            })
    void aSyncThatPausesStandsBeforeTheFirstRowOfTheNewLayoutAndFollowsWhenItIsResumed(
            String change, String reason, String numbers, String texts) throws Exception {
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
            // Whichever flow meets the change first, the sync pauses: none may be behind.
            ground.equal();
            ground.run("ALTER TABLE t " + change, "UPDATE t SET n = -5 WHERE id < 100");

            assertThat(ground.paused()).contains(reason);
            for (FreshDatabase target : ground.targets) {
                assertThat(Ground.rows(target, "t", before)).isEqualTo(last);
            }
            ground.compares("t", numbers, texts);
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
