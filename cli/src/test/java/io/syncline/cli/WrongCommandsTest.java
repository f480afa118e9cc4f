package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.CommandLineHouse.Ended;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Wrong commands and files: each has its exit code and says why; none changes or shows anything.
 */
class WrongCommandsTest {
    private static final String SECRET = "averysecretword";

    private final FreshDatabase source = Services.postgres(18).freshDatabase();
    private final CommandLineHouse house;
    private final TreeSet<Integer> exits = new TreeSet<>();
    private final TreeSet<String> codes = new TreeSet<>();
    private final SoftAssertions softly = new SoftAssertions();
    private int tried;

    WrongCommandsTest() throws Exception {
        house = CommandLineHouse.shared();
    }

    private String body(String name, String text) throws Exception {
        return house.file(
                name, text.replace("SOURCE", source.uri()).replaceAll("(?<!_)SECRET(?!_)", SECRET));
    }

    private void wrong(int exit, String says, String... words) {
        told(house.run(words), exit, says, words);
    }

    private void told(Ended ended, int exit, String says, String... words) {
        String what = String.join(" ", words) + "\n" + ended.all();
        // All at once: one that is wrong says nothing of the others.
        softly.assertThat(ended.code()).as(what).isEqualTo(exit);
        softly.assertThat(ended.err()).as(what).contains(says);
        softly.assertThat(ended.all())
                .as(what)
                .doesNotContain(SECRET, source.password(), house.key)
                .doesNotContain("\tat ", "Exception");
        exits.add(exit);
        if (says.startsWith("SYN-")) {
            codes.add(says.substring(0, 8));
        }
        tried++;
    }

    private void refused(String says, String file) {
        wrong(4, says, "sync", "create", "-f", file);
    }

    private List<String> everything() throws Exception {
        List<String> all = new ArrayList<>();
        all.add(house.run("sync", "list", "-o", "json").out());
        all.add(house.run("endpoints", "list", "-o", "json").out());
        all.add(CommandLineHouse.value(source, "SELECT count(*) FROM pg_class"));
        all.add(CommandLineHouse.value(source, "SELECT count(*) FROM pg_publication"));
        return all;
    }

    @Test
    void eachSaysWhyAndChangesNothing() throws Exception {
        CommandLineHouse.sql(source, "CREATE TABLE t (id int PRIMARY KEY)");
        List<String> before = everything();

        words();
        files();
        bodies();
        places();

        softly.assertAll();
        assertThat(everything()).isEqualTo(before);
        assertThat(tried).isGreaterThanOrEqualTo(35);
        assertThat(exits).containsExactly(2, 3, 4, 5, 6);
        assertThat(codes).hasSizeGreaterThanOrEqualTo(12);
    }

    private void words() {
        told(CommandLineHouse.bare("sync"), 2, "Missing required subcommand");
        told(CommandLineHouse.bare("sync", "lost"), 2, "Unmatched argument");
        told(CommandLineHouse.bare("completion", "tcsh"), 2, "SHELL");
        told(CommandLineHouse.bare("synk"), 2, "Unmatched argument");
        wrong(2, "--file", "sync", "create");
        wrong(2, "Missing required parameter", "sync", "show");
        wrong(2, "'--output'", "status", "-o", "xml");
        wrong(2, "Unknown option", "verify", "x", "--mend");
        wrong(2, "--interval", "status", "--interval", "soon");
        wrong(2, "at least 100ms", "status", "--interval", "1ms");
        wrong(2, "--limit", "parked", "list", "x", "--limit", "0");
        wrong(2, "ID", "parked", "show", "x", "seven");
        wrong(2, "--file", "parked", "edit", "x", "7");
        wrong(2, "Name rows", "parked", "discard", "x");
        wrong(2, "Name tables", "sync", "resync", "x");
        wrong(2, "Name tables", "sync", "resync", "x", "--table", "t", "--key", "1", "--to", "2");
        wrong(2, "JSON", "sync", "resync", "x", "--table", "t", "--key", "[1");
        wrong(2, "--file", "endpoints", "add", "x");
        wrong(2, "letters, digits", "endpoints", "remove", "a/b");
        wrong(2, "Name an endpoint", "endpoints", "test");
        wrong(5, "There is no sync 'nobody'", "sync", "pause", "nobody");
        wrong(5, "There is no sync", "verify", "nobody");
        wrong(5, "There is no sync", "parked", "replay", "nobody", "--all");
        wrong(5, "SYN-1070", "endpoints", "test", "nobody");
        wrong(5, "SYN-1070", "endpoints", "remove", "nobody");
    }

    private void files() throws Exception {
        wrong(2, "cannot be read", "sync", "create", "-f", "nowhere.yaml");
        String list = body("list.yaml", "- SECRET");
        wrong(2, "no object", "sync", "create", "-f", list);
        String json = body("broken.json", "{\"name\": \"SECRET\",, }");
        wrong(2, "line 1", "sync", "create", "-f", json);
        String yaml = body("broken.yaml", "name: [SECRET\nsource: {");
        wrong(2, "neither JSON nor YAML", "sync", "create", "-f", yaml);
        String twice = body("twice.yaml", "name: a\nname: SECRET\n");
        wrong(2, "neither JSON nor YAML", "sync", "create", "-f", twice);
    }

    private void bodies() throws Exception {
        String ends = "source: {connection: \"SOURCE\"}\n";
        String target =
                "destination: {connection: \"mariadb://u:SECRET@127.0.0.1:1/d\", name: d}\n";
        refused("SYN-1003 MISSING_KEY at /source", body("w1.yaml", "name: w\n" + target));
        refused("SYN-1002 UNKNOWN_KEY at /sorce", body("w2.yaml", "name: w\nsorce: SECRET\n"));
        refused("SYN-1005", body("w3.yaml", "name: w\nmode: often\n" + ends + target));
        refused("SYN-1009", body("w4.yaml", "name: w\nschedule: often\n" + ends + target));
        refused(
                "SYN-1006",
                body("w5.yaml", "name: w\nretry_policy: {max_retries: 9999}\n" + ends + target));
        refused("SYN-1004", body("w6.yaml", "name: w\ndry_run: 7\n" + ends + target));
        refused("SYN-2001", body("w7.yaml", "name: w\n" + ends + target));
        refused("SYN-1070", body("w8.yaml", "name: w\nsource: nobody\n" + target));
        refused(
                "SYN-1008",
                body("w9.yaml", "name: w\n" + ends + "destination: {connection: SECRET}\n"));
        refused(
                "SYN-1017",
                body("w10.yaml", "name: w\n" + ends + "destination: {connection: \"SOURCE\"}\n"));
        refused(
                "SYN-1013",
                body("w11.yaml", "name: w\ntype: batch\nmode: real_time\n" + ends + target));
        refused(
                "SYN-1023",
                body(
                        "w12.yaml",
                        "name: w\n"
                                + ends
                                + "destination: {connection: \"${env:SYNCLINE_SECRET_NONE}\"}\n"));
        refused(
                "SYN-1025",
                body("w13.yaml", "name: w\nsource: {connection: \"${env:HOME}\"}\n" + target));
        wrong(4, "SYN-1008", "endpoints", "add", "x", "-f", body("w14.yaml", "connection: SECRET"));
        Ended many = house.run("sync", "create", "-f", body("w15.yaml", "mode: often\nx: 1\n"));
        assertThat(many.err()).contains("problems; nothing was changed", "SYN-1002", "SYN-1005");
    }

    private void places() throws Exception {
        String key = house.folder.resolve("key").toString();
        String bad = body("badkey", "syn_" + SECRET);
        told(
                CommandLineHouse.bare("status", "--url", "http://127.0.0.1:1", "--key-file", key),
                3,
                "Nobody answers");
        told(CommandLineHouse.bare("status", "--url", house.url, "--key-file", bad), 6, "SYN-7001");
        told(CommandLineHouse.bare("status", "--url", house.url, "--key-file", "no"), 6, "no");
        told(
                CommandLineHouse.bare(
                        "status", "--url", "http://u:" + SECRET + "@h", "--key-file", key),
                2,
                "no URL");
        told(CommandLineHouse.bare("status", "--data", "nowhere", "--url", "x:1"), 6, "API key");
    }
}
