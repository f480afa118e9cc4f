package io.syncline.cli;

import static io.syncline.cli.CommandLineHouse.sql;
import static io.syncline.cli.CommandLineHouse.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.CommandLineHouse.Ended;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** A sync's whole life by the command line, on real databases. */
class RemoteCommandsTest {
    private static CommandLineHouse house;
    private static FreshDatabase source;
    private static FreshDatabase target;

    @BeforeAll
    static void start() throws Exception {
        house = CommandLineHouse.shared();
        source = Services.postgres(18).freshDatabase();
        target = Services.mariaDb().freshDatabase();
        sql(
                source,
                "CREATE TABLE track (id int PRIMARY KEY, title text NOT NULL, at timestamp)",
                "INSERT INTO track SELECT n, 'track ' || n, NULL FROM generate_series(1, 50) n",
                "ANALYZE track");
    }

    private static String yaml(String name) {
        return """
        name: %s
        type: one_way
        mode: real_time
        source: {connection: "%s", tables: [track]}
        destination: {name: report, connection: "%s"}
        """
                .formatted(name, source.uri(), target.uri());
    }

    private static Ended good(String... words) {
        Ended ended = house.run(words);
        assertThat(ended.code()).as(ended.all()).isZero();
        return ended;
    }

    @Test
    void aSyncIsMadeLookedAtStoppedMendedAndRemoved() throws Exception {
        String file = house.file("life.yaml", yaml("life"));

        assertThat(good("sync", "create", "-f", file, "--dry-run").out())
                .contains(
                        "Dry run of life: nothing was changed",
                        "copy public.track to track",
                        "About 50 rows");
        assertThat(good("sync", "list").out()).doesNotContain("life");

        Ended made = good("sync", "create", "-f", file, "--wait");
        assertThat(made.out())
                .contains("life is configured: sync_", "syncline status life", "It is running");
        assertThat(value(target, "SELECT count(*) FROM track")).isEqualTo("50");

        assertThat(good("status", "life").out())
                .containsPattern("life +report +streaming +\\S+ +- +0 ")
                .doesNotContain("Next:");
        assertThat(good("sync", "show", "life").out())
                .contains("name: life")
                .doesNotContain(source.password());

        paused();
        parked();
        verified();

        Ended gone = good("sync", "delete", "life", "--yes");
        assertThat(gone.out()).contains("life is deleted.");
        assertThat(house.run("sync", "show", "life").code()).isEqualTo(5);
    }

    private static void paused() {
        assertThat(good("sync", "pause", "life").out()).contains("life has stopped: paused.");
        Ended status = house.run("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).contains("Next:", "life is paused: syncline sync resume life");
        assertThat(house.run("sync", "pause", "life").code()).isEqualTo(4);
        assertThat(good("sync", "resume", "life").out()).contains("life goes on");
    }

    private static void parked() throws Exception {
        // MariaDB has no infinite time; a value's letters are no orders to a terminal.
        sql(source, "INSERT INTO track VALUES (60, E'\\x1b[2Jsixty', 'infinity')");
        good("sync", "trigger", "life", "--wait");
        String list = good("parked", "list", "life").out();
        assertThat(list).contains("ID", "track", "60", "SYN-5001");
        String id = list.lines().toList().get(1).strip().split(" +")[0];

        assertThat(good("parked", "causes", "life").out()).containsPattern("track +SYN-5001 +1 ");
        assertThat(good("parked", "show", "life", id).out())
                .contains("sixty")
                .doesNotContain("\u001b");
        assertThat(good("parked", "list", "life", "--cause", "5004").out())
                .contains("No such row is parked.");
        assertThat(house.run("parked", "replay", "life", id).code()).isEqualTo(1);
        Path edit = Files.createTempFile("edit", ".yaml");
        Files.writeString(edit, "at: tomorrow\n");
        assertThat(house.run("parked", "edit", "life", id, "-f", edit.toString()).code())
                .isNotZero();
        assertThat(house.run("parked", "discard", "life", id).err()).contains("--yes");
        assertThat(good("parked", "discard", "life", "--all", "--yes").out())
                .contains("1 discarded.");
        assertThat(house.run("parked", "show", "life", id).code()).isEqualTo(5);
        sql(source, "DELETE FROM track WHERE id = 60");
    }

    private static void verified() throws Exception {
        good("sync", "trigger", "life", "--wait");
        sql(target, "UPDATE track SET title = 'x' WHERE id = 7");
        Ended differs = house.run("verify", "life");
        assertThat(differs.code()).isEqualTo(1);
        assertThat(differs.out())
                .containsPattern("report +different +1 +50 +1 ")
                .containsPattern("report +public.track +7 +different +title")
                .contains("Next: syncline verify --repair life");
        assertThat(house.run("certificate", "life").out()).contains("result: different");
        assertThat(good("verify", "life", "--repair").out()).contains("equal");
        assertThat(good("certificate", "life").out())
                .contains("result: equal", "rows: 50", "signature: ", "public key: ");
        assertThat(value(target, "SELECT title FROM track WHERE id = 7")).isEqualTo("track 7");

        sql(target, "UPDATE track SET title = 'x' WHERE id IN (8, 18, 28, 38)");
        assertThat(good("sync", "resync", "life", "--table", "track", "--key", "8", "--wait").out())
                .contains("The run has ended: completed, 1 rows looked at, 1 brought");
        assertThat(
                        good(
                                        "sync",
                                        "resync",
                                        "life",
                                        "--table",
                                        "track",
                                        "--from",
                                        "18",
                                        "--to",
                                        "[38]",
                                        "--destination",
                                        "report",
                                        "--wait")
                                .out())
                .contains("completed, 20 rows looked at, 2 brought");
        assertThat(value(target, "SELECT count(*) FROM track WHERE title = 'x'")).isEqualTo("1");
        good("sync", "resync", "life", "--table", "track", "--wait");
        assertThat(value(target, "SELECT count(*) FROM track WHERE title = 'x'")).isEqualTo("0");
        assertThat(house.run("sync", "resync", "life", "--table", "trak").err())
                .contains("SYN-1015", "track");
    }

    @Test
    void everyAnswerCanBeHadAsJsonAndAsYaml() {
        for (String words : new String[] {"status", "sync list"}) {
            String[] command = (words + " -o json").split(" ");
            assertThat(house.run(command).json().has("syncs")).isTrue();
            String yaml = house.run((words + " -o yaml").split(" ")).out();
            assertThat(new Yaml().<Object>load(yaml)).asString().contains("syncs=");
        }
    }

    @Test
    void aWatchThatNobodySeesWritesPlainLines() {
        Ended watched = good("status", "--watch", "--times", "2", "--interval", "100ms");
        assertThat(watched.all()).doesNotContain("\u001b");
        assertThat(watched.out().lines())
                .allMatch(line -> line.matches("20\\d\\d-\\d\\d-\\d\\dT\\S+Z  .*"));
    }

    @Test
    void aServersFileLeadsToItAndItsKeyGoesNowhereElse() throws Exception {
        Files.createDirectories(house.folder.resolve("local"));
        house.file(
                "local/client.json", "{\"url\": \"" + house.url + "\", \"key_file\": \"../key\"}");
        String data = house.folder.resolve("local").toString();

        assertThat(CommandLineHouse.bare("sync", "list", "--data", data).code()).isZero();

        Ended elsewhere =
                CommandLineHouse.bare(
                        "sync", "list", "--data", data, "--url", "http://127.0.0.1:1");
        assertThat(elsewhere.code()).isEqualTo(6);
        assertThat(elsewhere.err()).contains("There is no API key for http://127.0.0.1:1/");
    }
}
