package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whoever decides about a row that an end refuses is shown which row is in its way there. */
class InTheWayTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String CONFLICTS = "/api/v1/conflicts";
    private static final String ROWS = "select %s from account";

    private LiveServer server;
    private Pair pair;
    private String id;
    private @Nullable RunningServer own;

    @BeforeEach
    void begin() throws Exception {
        server = LiveServer.shared();
        begin(Services.mariaDb().freshDatabase(), UnaryOperator.identity());
    }

    private void begin(FreshDatabase there, UnaryOperator<String> configured) {
        pair = new Pair(Services.postgres(18).freshDatabase(), there);
        String table =
                "create table account (id int primary key, email varchar(40) unique,"
                        + " name varchar(40), password varchar(40), api_token varchar(40) unique)";
        Pair.sql(pair.source(), table, "insert into account (id, email) values (0, 'nobody@x')");
        Pair.sql(pair.target(), table);
        id =
                server.configure(
                        configured.apply(
                                pair.body(
                                        "accounts",
                                        ",'type':'two_way','mode':'real_time','existing_data':"
                                                + "'fill','conflict_resolution':"
                                                + "'manual_review'")));
        server.awaitRun(id);
        awaitEqual("0 nobody@x");
    }

    @AfterEach
    void end() {
        server.one("DELETE", id, "", 200);
        if (own != null) {
            own.stop();
        }
    }

    private void awaitEqual(String wanted) {
        server.await(
                id,
                _ ->
                        wanted.equals(
                                        Pair.value(
                                                pair.source(),
                                                rows("string_agg(%s, ', ' order by id)")))
                                && wanted.equals(
                                        Pair.value(
                                                pair.target(),
                                                rows(
                                                        "group_concat(%s order by id separator ', ')"))));
    }

    private static String rows(String aggregate) {
        return ROWS.formatted(aggregate.formatted("concat(id, ' ', email)"));
    }

    private void both(String ours, String theirs) {
        server.one("POST", id, "/pause", 200);
        Pair.sql(pair.source(), ours);
        Pair.sql(pair.target(), theirs);
        server.one("POST", id, "/resume", 200);
    }

    /** The conflicts by the first value of their keys, once there are so many. */
    private Map<String, JsonNode> conflicts(int count) {
        JsonNode page =
                server.await(
                        CONFLICTS + "?sync_id=" + id,
                        all -> all.get("total").intValue() == count,
                        SOON);
        Map<String, JsonNode> found = new HashMap<>();
        page.get("conflicts")
                .forEach(each -> found.put(each.at("/key/0").stringValue(), shown(each)));
        return found;
    }

    private static String path(JsonNode conflict) {
        return CONFLICTS + "/" + conflict.get("conflict_id").stringValue();
    }

    private JsonNode shown(JsonNode conflict) {
        return server.await(path(conflict), whole -> whole.get("decidable").booleanValue(), SOON);
    }

    private void resolve(JsonNode whole, String choice) {
        server.call(
                "POST",
                path(whole) + "/resolve",
                "{" + choice + ",'if_match':'" + whole.get("etag").stringValue() + "'}",
                200);
    }

    private void twoOfOneMail() {
        both(
                "insert into account values (1, 'same@x', 'Ann', 'geheim', 't1')",
                "insert into account values (2, 'same@x', 'Bob', 'secret', 't2')");
    }

    @Test
    void twoRowsThatWereMadeWithOneMailNameEachOther() {
        twoOfOneMail();
        Map<String, JsonNode> waiting = conflicts(2);

        JsonNode first = waiting.get("1").get("in_the_way");
        JsonNode second = waiting.get("2").get("in_the_way");
        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        assertThat(first.at("/0/end")).isEqualTo(waiting.get("1").at("/theirs/name"));
        assertThat(second.at("/0/end")).isEqualTo(waiting.get("2").at("/ours/name"));
        assertThat(first.at("/0/refused").isNull()).isTrue();
        assertThat(first.at("/0/wanted/name").stringValue()).isEqualTo("Ann");
        assertThat(first.at("/0/rows")).hasSize(1);
        JsonNode bob = first.at("/0/rows/0");
        assertThat(bob.get("table").stringValue()).endsWith("account");
        assertThat(bob.at("/key/0").stringValue()).isEqualTo("2");
        assertThat(bob.get("fields").toString()).isEqualTo("[\"email\"]");
        assertThat(bob.at("/values/email").stringValue()).isEqualTo("same@x");
        assertThat(bob.at("/values/name").stringValue()).isEqualTo("Bob");
        assertThat(bob.get("masked").toString()).isEqualTo("[\"password\",\"api_token\"]");
        assertThat(bob.get("outside").booleanValue()).isFalse();
        assertThat(bob.get("conflict_id")).isEqualTo(waiting.get("2").get("conflict_id"));
        assertThat(second.at("/0/rows/0/conflict_id"))
                .isEqualTo(waiting.get("1").get("conflict_id"));
        assertThat(first.toString() + second).doesNotContain("geheim", "secret", "t1", "t2");
        resolve(waiting.get("1"), "'choice':'theirs'");
        awaitEqual("0 nobody@x, 2 same@x");
        conflicts(0);
    }

    @Test
    void anotherMailByHandLetsBothRowsArrive() {
        twoOfOneMail();
        Map<String, JsonNode> waiting = conflicts(2);
        resolve(
                waiting.get("2"),
                "'choice':'merge','values':{'email':'bob@x','name':'Bob','password':'secret',"
                        + "'api_token':'t2','id':2}");
        awaitEqual("0 nobody@x, 1 same@x, 2 bob@x");
        conflicts(0);
    }

    /** What is masked says which row it is, and nothing of itself. */
    @Test
    void aMaskedValueNamesTheRowThatHasItAndIsNotShown() {
        both(
                "insert into account values (1, 'ann@x', 'Ann', null, 'tok-same')",
                "insert into account values (2, 'bob@x', 'Bob', null, 'tok-same')");
        Map<String, JsonNode> waiting = conflicts(2);
        JsonNode bob = waiting.get("1").at("/in_the_way/0/rows/0");
        assertThat(bob.at("/key/0").stringValue()).isEqualTo("2");
        assertThat(bob.get("fields").toString()).isEqualTo("[\"api_token\"]");
        assertThat(waiting.toString()).doesNotContain("tok-same");

        Pair.sql(pair.target(), "update account set api_token = 'tok-other' where id = 2");
        awaitEqual("0 nobody@x, 1 ann@x, 2 bob@x");
        conflicts(0);
    }

    /** It is not remembered: once the row is another, nothing is in the way, and it is tried. */
    @Test
    void aRowInTheWayThatDoesNotWaitIsNamedForAsLongAsItIs() {
        Pair.sql(pair.target(), "alter table account add seat int unique");
        Pair.sql(pair.source(), "alter table account add seat int");
        server.one("POST", id, "/pause", 200);
        server.one("POST", id, "/resume", 200);
        Pair.sql(
                pair.source(),
                "insert into account (id, email, seat) values (1, 'ann@x', 7), (2, 'bob@x', 7)");
        JsonNode whole = conflicts(1).values().iterator().next();
        JsonNode other = whole.at("/in_the_way/0/rows/0");
        assertThat(other.get("fields").toString()).isEqualTo("[\"seat\"]");
        assertThat(other.get("conflict_id").isNull()).isTrue();
        assertThat(other.get("key").toString()).isNotEqualTo(whole.get("key").toString());

        Pair.sql(
                pair.source(),
                "update account set seat = 8 where id = " + other.at("/key/0").stringValue());
        awaitEqual("0 nobody@x, 1 ann@x, 2 bob@x");
        conflicts(0);
    }

    /** Of such rows nothing but the keys is shown. */
    @Test
    void rowsThatAreNoneOfTheSyncsAreCalledSo() throws Exception {
        server.one("DELETE", id, "", 200);
        begin(
                Services.mariaDb().freshDatabase(),
                body ->
                        body.replace("'source':{", "'source':{'filters':{'account':'id < 100'},")
                                .replace(
                                        "'destination':{",
                                        "'destination':{'soft_delete':{'account':"
                                                + "{'column':'password','deleted':'gone'}},"));
        Pair.sql(
                pair.target(),
                "insert into account values (100, 'far@x', 'Far', 'geheim', 't3'),"
                        + " (50, 'gone@x', 'Old', 'gone', 't4')");
        Pair.sql(
                pair.source(),
                "insert into account (id, email) values (1, 'far@x'), (2, 'gone@x')");
        Map<String, JsonNode> waiting = conflicts(2);
        for (String[] each : new String[][] {{"1", "100"}, {"2", "50"}}) {
            JsonNode row = waiting.get(each[0]).at("/in_the_way/0/rows/0");
            assertThat(row.at("/key/0").stringValue()).isEqualTo(each[1]);
            assertThat(row.get("fields").toString()).isEqualTo("[\"email\"]");
            assertThat(row.get("outside").booleanValue()).isTrue();
            assertThat(row.get("values").isNull()).isTrue();
            assertThat(row.get("conflict_id").isNull()).isTrue();
        }
        Pair.sql(pair.target(), "delete from account where id in (50, 100)");
        // No log tells of what is none of the sync's, but whoever looks sees that it is gone.
        waiting.values().forEach(each -> server.answer("GET", path(each), null));
        awaitEqual("0 nobody@x, 1 far@x, 2 gone@x");
    }

    @Test
    void aSyncThatRestsShowsNoRowInTheWay() {
        twoOfOneMail();
        String path = path(conflicts(2).get("1"));
        server.one("POST", id, "/pause", 200);
        JsonNode rests = server.call("GET", path, null, 200);
        assertThat(rests.get("in_the_way")).isEmpty();
        assertThat(rests.get("fields")).isNotEmpty();
        server.one("POST", id, "/resume", 200);
    }

    /** The other end's row in the way is named all the same. */
    @Test
    void anEndThatIsAwayIsToldAndHidesNothingElse() throws Exception {
        server.one("DELETE", id, "", 200);
        RunningServer there = Services.startMariaDb();
        own = there;
        there.createDatabase("own");
        begin(
                new FreshDatabase(
                        "own",
                        there.uri("own"),
                        there.jdbcUrl("own"),
                        there.user(),
                        there.password()),
                UnaryOperator.identity());
        twoOfOneMail();
        Map<String, JsonNode> waiting = conflicts(2);
        there.kill9();
        JsonNode first =
                server.await(
                        path(waiting.get("1")),
                        whole -> whole.at("/in_the_way/0/refused").isString(),
                        SOON);
        assertThat(first.at("/in_the_way/0/rows")).isEmpty();
        assertThat(first.get("fields")).isEqualTo(waiting.get("1").get("fields"));
        JsonNode second = server.call("GET", path(waiting.get("2")), null, 200);
        assertThat(second.at("/in_the_way/0/refused").isNull()).isTrue();
        assertThat(second.at("/in_the_way/0/rows/0/key/0").stringValue()).isEqualTo("1");
        there.restart();
        resolve(conflicts(2).get("1"), "'choice':'theirs'");
        awaitEqual("0 nobody@x, 2 same@x");
    }
}
