package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.server.api.WrongBodies;
import io.syncline.server.api.WrongBodies.Wrong;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.TestSshServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong is said all at once, and leaves no trace anywhere. */
class WrongConfigurationsTest {
    @Test
    void everyWrongConfigurationIsRefusedWithAllThatIsWrongAndNothingIsWritten() throws Exception {
        LiveServer server = LiveServer.shared();
        Pair pair = Pair.ofUsers(3);
        String there = server.configure(pair.body("there", ",'mode':'incremental'"));
        prepare(pair);
        List<FreshDatabase> all = List.of(pair.source(), pair.target(), server.store);
        List<List<String>> before = all.stream().map(Dump::of).toList();
        TreeSet<String> codes = new TreeSet<>();
        int threeAtOnce = 0;
        List<Wrong> wrongs = new ArrayList<>(WrongBodies.all());
        wrongs.addAll(wrongEnds(pair));
        TestSshServer ssh = TestSshServer.start();
        wrongs.addAll(wrongTunnels(pair, ssh));
        for (Wrong wrong : wrongs) {
            HttpResponse<String> answer =
                    server.answer("POST", "/api/v1/sync/configure", wrong.body());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            List<String> said = new ArrayList<>();
            for (JsonNode error : JsonMapper.shared().readTree(answer.body()).get("errors")) {
                said.add(
                        error.get("name").stringValue() + " " + error.get("pointer").stringValue());
                codes.add(error.get("code").stringValue());
            }
            assertThat(said)
                    .as(answer.body())
                    .containsExactlyInAnyOrderElementsOf(wrong.problems());
            threeAtOnce += said.size() >= 3 ? 1 : 0;
            assertThat(answer.body()).doesNotContain(WrongBodies.SECRET, pair.source().password());
        }
        assertThat(all.stream().map(Dump::of).toList()).isEqualTo(before);
        assertThat(wrongs).hasSizeGreaterThanOrEqualTo(60);
        assertThat(codes).hasSizeGreaterThanOrEqualTo(25);
        assertThat(threeAtOnce).isGreaterThanOrEqualTo(15);
        assertThat(logs(server)).doesNotContain(WrongBodies.SECRET, pair.source().password());
        server.one("DELETE", there, "", 200);
        ssh.close();
    }

    private static List<Wrong> wrongTunnels(Pair pair, TestSshServer ssh) {
        String host = "'ssh_host':'127.0.0.1','ssh_port':" + ssh.settings().get("ssh_port");
        String user = host + ",'ssh_user':'traveller','ssh_password':'hunter2'";
        String known = ",'ssh_host_key':'" + ssh.fingerprint() + "'";
        String stranger = ",'ssh_host_key':'SHA256:" + "A".repeat(43) + "'";
        String nowhere = user.replaceAll("'ssh_port':[0-9]+", "'ssh_port':1") + known;
        return List.of(
                wrongTunnel(pair, user, "SSH_PARTS /source"),
                wrongTunnel(pair, user + ",'ssh_host_key':'any'", "SSH_PARTS /source"),
                wrongTunnel(pair, user + known, "SSH_LOGIN_REFUSED /source"),
                wrongTunnel(pair, user + stranger, "SSH_UNTRUSTED /source"),
                wrongTunnel(pair, nowhere, "SSH_UNREACHABLE /source"));
    }

    private static Wrong wrongTunnel(Pair pair, String settings, String problem) {
        String target = pair.target().uri();
        return wrong(pair.source().uri(), "'tables':['keyed']," + settings, target, "", problem);
    }

    private static void prepare(Pair pair) {
        Pair.sql(
                pair.source(),
                "create role poor_" + pair.source().name() + " login password '" + "hunter2'",
                "create unlogged table log (line text)",
                "create table keyed (id int primary key, at date)");
        Pair.sql(
                pair.target(),
                "create table users (id int primary key, name text not null)",
                "insert into users values (1, 'somebody')",
                "create table keyed (id int, at boolean)");
    }

    /** Bodies whose words are good, and whose ends are not. */
    private static List<Wrong> wrongEnds(Pair pair) {
        String good = pair.source().uri();
        String poor = "postgresql://poor_" + pair.source().name() + ":hunter2@" + host(pair) + "/";
        String nowhere = "postgresql://u:hunter2@127.0.0.1:1/x";
        String users = "NO_IDENTITY /source";
        return List.of(
                // Another sync leads the other way.
                wrong(pair.target().uri(), "'tables':['users']", good, "", "CIRCLE /destination"),
                wrong(
                        good,
                        "'tables':['keyed'],'bulk_read_bytes':-1",
                        pair.target().uri(),
                        "",
                        "OUT_OF_RANGE /source/bulk_read_bytes"),
                wrong(
                        good,
                        "'tables':['ghost','users']",
                        pair.target().uri(),
                        ",'existing_data':'fill'",
                        "UNKNOWN_COLLECTION /source"),
                wrong(
                        nowhere,
                        "'tables':'all'",
                        nowhere + "_too",
                        "",
                        "UNREACHABLE /source",
                        "UNREACHABLE /destination"),
                wrong(
                        good.replace(password(pair), "hunter2"),
                        "'tables':['users']",
                        nowhere,
                        "",
                        "LOGIN_REFUSED /source",
                        "UNREACHABLE /destination"),
                wrong(
                        good,
                        "'tables':['users']",
                        pair.target().uri() + "_gone",
                        "",
                        "UNKNOWN_DATABASE /destination"),
                wrong(
                        good,
                        "'tables':['users']",
                        pair.target().uri(),
                        "",
                        "TARGET_NOT_EMPTY /destination"),
                wrong(
                        good,
                        "'tables':['log','ghost','keyed']",
                        pair.target().uri(),
                        "",
                        "UNKNOWN_COLLECTION /source",
                        users,
                        "LAYOUT_MISMATCH /destination",
                        "LAYOUT_MISMATCH /destination"),
                wrong(
                        poor + pair.source().name(),
                        "'tables':['users','log']",
                        pair.target().uri(),
                        "",
                        "NO_REPLICATION_RIGHT /source",
                        "MISSING_GRANT /source",
                        "MISSING_GRANT /source",
                        "MISSING_GRANT /source",
                        "MISSING_GRANT /source",
                        "MISSING_GRANT /source",
                        users,
                        "TARGET_NOT_EMPTY /destination"),
                new Wrong(pair.body("there", ""), List.of("BAD_NAME /name")));
    }

    private static Wrong wrong(
            String source, String tables, String target, String more, String... problems) {
        return new Wrong(
                "{'name':'wrong','source':{'connection':'%s',%s},'destination':{'connection':'%s'}%s}"
                        .formatted(source, tables, target, more),
                List.of(problems));
    }

    private static String password(Pair pair) {
        return pair.source().uri().replaceAll(".*://[^:]*:(.*)@.*", "$1");
    }

    private static String host(Pair pair) {
        return pair.source().uri().replaceAll(".*@(.*)/.*", "$1");
    }

    private static String logs(LiveServer server) throws Exception {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(server.data.resolve("logs"))) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
