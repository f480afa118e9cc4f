package io.syncline.cli;

import static io.syncline.cli.CommandLineHouse.sql;
import static io.syncline.cli.CommandLineHouse.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.CommandLineHouse.Ended;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A conflict's way from the list to the history by the command line, on real databases. */
class ConflictCommandsTest {
    private static CommandLineHouse house;
    private static FreshDatabase here;
    private static FreshDatabase there;

    @BeforeAll
    static void start() throws Exception {
        house = CommandLineHouse.shared();
        here = Services.postgres(18).freshDatabase();
        there = Services.mariaDb().freshDatabase();
        String table =
                "CREATE TABLE member (id int PRIMARY KEY, name varchar(40), token varchar(9))";
        sql(here, table, "INSERT INTO member VALUES (7, 'before', 'geheim')");
        sql(there, table);
        String yaml =
                """
                name: pair
                type: bi_directional
                mode: real_time
                conflict_resolution: manual_review
                existing_data: fill
                source: {connection: "%s", tables: [member]}
                destination: {name: report, connection: "%s"}
                """
                        .formatted(here.uri(), there.uri());
        good("sync", "create", "-f", house.file("pair.yaml", yaml), "--wait");
        awaitValue(there, "SELECT max(name) FROM member", "before");
    }

    private static Ended good(String... words) {
        Ended ended = house.run(words);
        assertThat(ended.code()).as(ended.all()).isZero();
        return ended;
    }

    private static void awaitValue(FreshDatabase database, String query, String wanted)
            throws Exception {
        long end = System.nanoTime() + 40_000_000_000L;
        while (!value(database, query).equals(wanted)) {
            assertThat(System.nanoTime()).as(query).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static Ended await(String word, String... words) throws Exception {
        long end = System.nanoTime() + 40_000_000_000L;
        Ended ended = good(words);
        while (!ended.out().contains(word)) {
            assertThat(System.nanoTime()).as(ended.out()).isLessThan(end);
            Thread.sleep(100);
            ended = good(words);
        }
        return ended;
    }

    @Test
    void aConflictIsListedShownSettledTracedAndTakenBack() throws Exception {
        good("sync", "pause", "pair");
        sql(here, "UPDATE member SET name = E'\\x1b[2Jmine' WHERE id = 7");
        sql(there, "UPDATE member SET name = 'yours' WHERE id = 7");
        good("sync", "resume", "pair");
        Ended list = await("concurrent_update", "conflicts", "list", "pair", "--table", "member");
        assertThat(list.out()).containsPattern("member +7 +name +concurrent_update +pending");
        String id = list.out().lines().toList().get(1).strip().split(" +")[0];
        assertThat(good("conflicts", "list", "--field", "token").out())
                .contains("No row waits for a person.");

        Ended shown = await("CHOICE", "conflicts", "show", id);
        assertThat(shown.out())
                .containsPattern("! +name +before +\\?\\[2Jmine +yours")
                .containsPattern("theirs +name = yours +nothing")
                .containsPattern("token +\\(masked\\) +\\(equal\\)")
                .contains("syncline conflicts resolve " + id + " --take ours --if-match ")
                .doesNotContain("geheim", "\u001b");

        assertThat(good("conflicts", "assign", id, "--to", "mira", "--within", "2h").out())
                .contains("is for mira, due: 2");
        assertThat(good("conflicts", "list", "--assignee", "mira").out())
                .containsPattern("pending +mira");
        assertThat(house.run("conflicts", "assign", id).code()).isEqualTo(2);

        String values = house.file("values.yaml", "name: ours\n");
        assertThat(house.run("conflicts", "resolve", id, "--take", "theirs").err())
                .contains("--yes");
        Ended settled =
                good(
                        "conflicts",
                        "resolve",
                        id,
                        "--take",
                        "merge",
                        "-f",
                        values,
                        "-y",
                        "--reason",
                        "x y");
        assertThat(settled.out()).contains(id + " is resolved.");
        awaitValue(here, "SELECT max(name) FROM member", "ours");
        awaitValue(there, "SELECT max(name) FROM member", "ours");
        assertThat(house.run("conflicts", "show", id).code()).isEqualTo(5);

        assertThat(good("history", "pair", "member", "7").out())
                .containsPattern("root +resolved, name: before → ours +x y");
        Ended blame = good("blame", "pair", "member", "7", "--field", "name");
        assertThat(blame.out()).containsPattern("name +ours +\\d+ +\\S+ \\S+ +root ");
        String version = blame.out().lines().toList().get(1).strip().split(" +")[2];
        assertThat(
                        good(
                                        "conflicts",
                                        "undo",
                                        "pair",
                                        "member",
                                        "7",
                                        "--of",
                                        version,
                                        "--to",
                                        "theirs")
                                .out())
                .contains("Version " + version + " is undone");
        awaitValue(here, "SELECT max(name) FROM member", "yours");
        assertThat(house.run("history", "pair", "member", "8").code()).isEqualTo(5);
    }

    @Test
    void aRowAndASpanOfTimeAreRolledBack() throws Exception {
        sql(here, "INSERT INTO member VALUES (9, 'first', 'x')");
        awaitValue(there, "SELECT max(name) FROM member WHERE id = 9", "first");
        String from = Instant.now().toString();
        sql(there, "UPDATE member SET name = 'second' WHERE id = 9");
        awaitValue(here, "SELECT max(name) FROM member WHERE id = 9", "second");
        List<String> lines = good("history", "pair", "member", "9").out().lines().toList();
        String first = lines.get(2).strip().split(" +")[0];

        String[] words = {"rollback", "row", "pair", "member", "9", "--to", first};
        assertThat(
                        good(Stream.concat(Stream.of(words), Stream.of("--dry-run"))
                                        .toArray(String[]::new))
                                .out())
                .contains("At ours: name = first", "At theirs: name = first");
        assertThat(house.run(words).err()).contains("--yes");
        assertThat(
                        good(Stream.concat(Stream.of(words), Stream.of("-y"))
                                        .toArray(String[]::new))
                                .out())
                .contains("The row is as it was at version " + first);
        awaitValue(here, "SELECT max(name) FROM member WHERE id = 9", "first");
        awaitValue(there, "SELECT max(name) FROM member WHERE id = 9", "first");

        sql(here, "UPDATE member SET name = 'third' WHERE id = 9");
        awaitValue(there, "SELECT max(name) FROM member WHERE id = 9", "third");
        assertThat(good("rollback", "run", "pair", "--from", from, "--dry-run").out())
                .contains("1 of 1 rows would be what they were before.");
        assertThat(good("rollback", "run", "pair", "--from", from, "-y", "--reason", "x").out())
                .contains("1 of 1 rows are what they were before.");
        awaitValue(there, "SELECT max(name) FROM member WHERE id = 9", "first");
        assertThat(house.run("rollback", "run", "pair").err()).contains("--from");
    }

    /** Two rows that were made with one token: each says which the other is, and not the token. */
    @Test
    void aRowInTheWayIsShownBesideTheOneThatWaits() throws Exception {
        good("sync", "pause", "pair");
        String once = "CREATE UNIQUE INDEX once ON member (token)";
        sql(here, once, "INSERT INTO member VALUES (21, 'Ann', 'twice')");
        sql(there, once, "INSERT INTO member VALUES (22, 'Bob', 'twice')");
        good("sync", "resume", "pair");
        List<String> ids = List.of();
        long end = System.nanoTime() + 40_000_000_000L;
        while (ids.size() < 2) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(100);
            ids =
                    good("conflicts", "list", "pair", "--kind", "unique")
                            .out()
                            .lines()
                            .filter(line -> line.contains(" unique "))
                            .map(line -> line.strip().split(" +")[0])
                            .toList();
        }
        int ann = good("conflicts", "show", ids.getFirst()).out().startsWith("member 21") ? 0 : 1;

        Ended shown = await("CHOICE", "conflicts", "show", ids.get(ann));
        assertThat(shown.out())
                .contains("In the way at report is member 22, which has the same token.")
                .containsPattern("FIELD +THE ROW THAT WAITS +THE ROW IN THE WAY")
                .containsPattern("name +Ann +Bob")
                .containsPattern("token +\\(the same\\) +\\(the same\\)")
                .contains(
                        "It waits for a decision too: syncline conflicts show " + ids.get(1 - ann))
                .doesNotContain("twice");
        good("conflicts", "resolve", ids.get(ann), "--take", "theirs", "-y");
        awaitValue(here, "SELECT max(name) FROM member WHERE token = 'twice'", "Bob");
        awaitValue(there, "SELECT count(*) FROM member WHERE id = 21", "0");
    }
}
