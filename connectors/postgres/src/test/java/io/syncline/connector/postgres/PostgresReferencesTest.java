package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.delete;
import static io.syncline.connector.postgres.TargetBench.insert;
import static io.syncline.connector.postgres.TargetBench.row;
import static io.syncline.connector.postgres.TargetBench.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What foreign keys of the target tell, and the order in which they let rows be written. */
class PostgresReferencesTest {
    private static final String P = "public.parent";
    private static final String C = "public.child";

    private static TargetBench bench(int version) throws Exception {
        TargetBench bench = new TargetBench(Services.postgres(version).freshDatabase());
        bench.run(
                """
                CREATE TABLE parent (id bigint PRIMARY KEY, u text UNIQUE);
                CREATE TABLE child (id bigint PRIMARY KEY, p bigint REFERENCES parent
                    ON DELETE CASCADE);
                CREATE TABLE grandchild (id bigint PRIMARY KEY, c bigint REFERENCES child
                    ON DELETE CASCADE);
                INSERT INTO parent VALUES (1, 'a');
                INSERT INTO child VALUES (1, 1), (2, 1);
                INSERT INTO grandchild VALUES (1, 1);
                """);
        return bench;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void foreignKeysAmongTheTablesAskedForAreTold(int version) throws Exception {
        try (TargetBench bench = bench(version);
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    """
                    CREATE SCHEMA "My own";
                    CREATE TABLE "My own"."A ""Tree" (id int PRIMARY KEY, up int
                        REFERENCES "My own"."A ""Tree");
                    CREATE TABLE alone (id int PRIMARY KEY);
                    """);
            String tree = "My own.A \"Tree";
            assertThat(target.references(Set.of(P, C, tree, "public.alone", "public.none")))
                    .isEqualTo(Map.of(C, Set.of(P), tree, Set.of(tree)));
            assertThat(target.references(Set.of(P, "public.grandchild"))).isEmpty();
            bench.run(
                    """
                    CREATE TABLE two (b int, a int, PRIMARY KEY (a, b));
                    CREATE TABLE of_two (id int PRIMARY KEY, x int, y int,
                        FOREIGN KEY (y, x) REFERENCES two (a, b));
                    """);
            assertThat(target.foreignKeys(Set.of("public.two", "public.of_two")))
                    .containsExactly(
                            new ForeignKey(
                                    "public.of_two",
                                    List.of("y", "x"),
                                    "public.two",
                                    List.of("a", "b")));
        }
    }

    /** The parent that goes takes nothing along that has got another one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 64})
    void aChildGoesToItsNewParentBeforeTheOldOneGoes(int pipelineMax) throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget target = bench.target(pipelineMax)) {
            List<Outcome> outcomes =
                    target.apply(
                            List.of(
                                    delete(P, 1),
                                    update(C, 1, row("id", 1, "p", 2)),
                                    delete(C, 2),
                                    insert(C, 3, row("id", 3, "p", 2)),
                                    insert(P, 2, row("id", 2, "u", "b"))),
                            null);
            assertThat(outcomes).containsOnly(Outcome.applied());
            assertThat(bench.read("SELECT id || ':' || p FROM child ORDER BY id"))
                    .isEqualTo("1:2|3:2");
            assertThat(bench.read("SELECT id FROM grandchild")).isEqualTo("1");
        }
    }

    @Test
    void aUniqueValueOfAParentThatGoesIsTakenInTheSameCall() throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget target = bench.target(64)) {
            bench.run("DELETE FROM child");
            List<Write> writes =
                    List.of(
                            insert(C, 3, row("id", 3, "p", 2)),
                            insert(P, 2, row("id", 2, "u", "a")),
                            delete(P, 1));
            assertThat(target.apply(writes, null)).containsOnly(Outcome.applied());
            assertThat(bench.read("SELECT id || u FROM parent")).isEqualTo("2a");
            assertThat(bench.read("SELECT p FROM child")).isEqualTo("2");
        }
    }
}
