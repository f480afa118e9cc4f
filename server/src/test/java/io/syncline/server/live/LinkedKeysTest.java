package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The example of two databases that both number customers and orders, as its file says: a
 * PostgreSQL and a MariaDB with foreign keys, and users who make rows at both at once.
 */
class LinkedKeysTest {
    private static final int ORDERS = 60;

    private final FreshDatabase ours = Services.postgres(18).freshDatabase();
    private final FreshDatabase theirs = Services.mariaDb().freshDatabase();
    private LiveServer server;
    private String id = "";

    @BeforeEach
    void twoShops() throws Exception {
        server = LiveServer.shared();
        Pair.sql(
                ours,
                "create table customers (id int generated always as identity primary key,"
                        + " email varchar(40) unique, name varchar(40))",
                "create table orders (id bigserial primary key, customer_id int not null references"
                        + " customers, note varchar(40))",
                "create table order_lines (order_id bigint references orders, line int, item"
                        + " varchar(40), primary key (order_id, line))",
                "insert into customers (email, name) values ('ann@x', 'Ann'), ('bob@x', 'Bob')",
                "insert into orders (customer_id, note) values (2, 'a1')",
                "insert into order_lines values (1, 1, 'hat')");
        Pair.sql(
                theirs,
                "create table customers (id int auto_increment primary key, email varchar(40)"
                        + " unique, name varchar(40) not null)",
                "create table orders (id bigint auto_increment primary key, customer_id int not"
                        + " null, note varchar(40), foreign key (customer_id) references customers"
                        + " (id))",
                "create table order_lines (order_id bigint, line int, item varchar(40), primary key"
                        + " (order_id, line))",
                "insert into customers (email, name) values ('cid@x', 'Cid'), ('dan@x', 'Dan'),"
                        + " ('bob@x', 'Bob')",
                "insert into orders (customer_id, note) values (3, 'b1'), (1, 'b2')",
                "insert into order_lines values (1, 1, 'cup'), (2, 1, 'pen'), (2, 2, 'ink')");
    }

    @AfterEach
    void end() {
        if (!id.isEmpty()) {
            server.one("DELETE", id, "?force=true", 200);
        }
    }

    private String example() throws Exception {
        return Files.readString(Path.of("../examples/linked-keys.json"))
                .replace("${env:SYNCLINE_SECRET_SOURCE}", ours.uri())
                .replace("${env:SYNCLINE_SECRET_REPORT}", theirs.uri());
    }

    private void begin() throws Exception {
        id = server.configure(example());
        server.awaitRun(id);
    }

    /** All that a shop knows, without a number in it: how often each is there. */
    private static Map<String, Integer> known(FreshDatabase shop) {
        Map<String, Integer> known = new TreeMap<>();
        String[] queries = {
            "select concat('is ', email, ' ', name) from customers",
            "select concat('has ', c.email, ' ', o.note) from orders o join customers c on c.id ="
                    + " o.customer_id",
            "select concat(c.email, ' ', o.note, ' ', l.line, ' ', l.item) from order_lines l join"
                    + " orders o on o.id = l.order_id join customers c on c.id = o.customer_id"
        };
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            for (String query : queries) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        known.merge(rows.getString(1), 1, Integer::sum);
                    }
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return known;
    }

    private void awaitEqual() {
        server.await(id, _ -> known(ours).equals(known(theirs)));
    }

    @Test
    void theDryRunTellsWhatIsLinkedAndTheFirstLoadDoesIt() throws Exception {
        String dry = example().replace("\"linked-keys\",", "\"linked-keys\", \"dry_run\": true,");
        JsonNode told = server.call("POST", "/api/v1/sync/configure", dry, 200);
        assertThat(told.toString())
                .contains("link 1 rows of customers that", "SYN-1125")
                .doesNotContain("SYN-1123");

        begin();
        awaitEqual();

        assertThat(known(ours).values()).containsOnly(1);
        assertThat(known(ours))
                .containsKeys(
                        "is ann@x Ann",
                        "bob@x a1 1 hat",
                        "bob@x b1 1 cup",
                        "cid@x b2 2 ink",
                        "is dan@x Dan");
        assertThat(Pair.value(ours, "select count(*) from customers")).isEqualTo("4");
        assertThat(Pair.value(theirs, "select count(*) from orders")).isEqualTo("3");
        assertThat(server.one("POST", id, "/verify", 200).toString()).contains("\"equal\":true");
    }

    @Test
    void rowsThatAreMadeAtBothAtOnceAreEachThereOnceAndKeepWhatTheyReferTo() throws Exception {
        begin();
        awaitEqual();
        try (ExecutorService users = Executors.newFixedThreadPool(2)) {
            List<Callable<String>> shifts =
                    List.of(() -> shift(ours, "o"), () -> shift(theirs, "t"));
            for (Future<String> each : users.invokeAll(shifts)) {
                each.get();
            }
        }
        server.one("POST", id, "/pause", 200);
        Pair.sql(ours, "insert into customers (email, name) values ('eve@x', 'Eve')");
        Pair.sql(theirs, "insert into customers (email, name) values ('fay@x', 'Fay')");
        server.one("POST", id, "/resume", 200);
        awaitEqual();

        Map<String, Integer> all = known(ours);
        assertThat(all).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
        assertThat(all.keySet().stream().filter(each -> each.endsWith(" new"))).hasSize(2 * ORDERS);
        assertThat(all).containsKeys("is eve@x Eve", "is fay@x Fay");
    }

    /** Makes a customer and an order with a line at a time, some of them for others' customers. */
    private static String shift(FreshDatabase shop, String mark) throws Exception {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < ORDERS; i++) {
                String name = mark + i;
                statement.execute(
                        "insert into customers (email, name) values ('%s@x', '%s')"
                                .formatted(name, name));
                String customer =
                        i % 3 == 0
                                ? "(select max(id) from customers)"
                                : "(select id from customers where email = '%s@x')".formatted(name);
                statement.execute(
                        "insert into orders (customer_id, note) values (%s, '%s')"
                                .formatted(customer, name));
                statement.execute(
                        "insert into order_lines select id, 1, 'new' from orders where note = '%s'"
                                .formatted(name));
            }
        }
        return mark;
    }

    @Test
    void anEditAndADeleteFindTheRowUnderItsOtherNumberAndAConflictNamesBoth() throws Exception {
        begin();
        awaitEqual();
        Pair.sql(theirs, "update customers set name = 'Anna' where email = 'ann@x'");
        Pair.sql(ours, "delete from customers where email = 'dan@x'");
        Pair.sql(
                ours,
                "update orders set customer_id = (select id from customers where email = 'cid@x')"
                        + " where note = 'a1'");
        awaitEqual();
        assertThat(known(theirs))
                .containsKeys("is ann@x Anna", "cid@x a1 1 hat")
                .doesNotContainKey("is dan@x Dan");
        String here = Pair.value(ours, "select id from customers where email = 'ann@x'");
        String there = Pair.value(theirs, "select id from customers where email = 'ann@x'");
        assertThat(here).isNotEqualTo(there);

        server.one("POST", id, "/pause", 200);
        Pair.sql(ours, "update customers set name = 'A' where email = 'ann@x'");
        Pair.sql(theirs, "delete from customers where email = 'ann@x'");
        server.one("POST", id, "/resume", 200);
        JsonNode page =
                server.await(
                        "/api/v1/conflicts?sync_id=" + id,
                        all -> all.get("total").intValue() > 0,
                        Duration.ofSeconds(40));
        JsonNode whole =
                server.call(
                        "GET",
                        "/api/v1/conflicts/" + page.at("/conflicts/0/conflict_id").stringValue(),
                        null,
                        200);
        assertThat(whole.at("/key/0").stringValue()).isEqualTo(there);
        assertThat(whole.at("/key_at_source/0").stringValue()).isEqualTo(here);
    }

    /**
     * A row in the way is called as the conflicts are: by the destination's key and the source's.
     */
    @Test
    void rowsInEachOthersWayAreCalledByBothKeys() throws Exception {
        begin();
        awaitEqual();
        server.one("POST", id, "/pause", 200);
        Pair.sql(ours, "insert into customers (email, name) values ('eve@x', 'Eve')");
        Pair.sql(theirs, "insert into customers (email, name) values ('eve@x', 'Eva')");
        server.one("POST", id, "/resume", 200);
        JsonNode page =
                server.await(
                        "/api/v1/conflicts?sync_id=" + id,
                        all -> all.get("total").intValue() == 2,
                        Duration.ofSeconds(40));
        JsonNode one = shown(page.at("/conflicts/0/conflict_id").stringValue());
        JsonNode two = shown(page.at("/conflicts/1/conflict_id").stringValue());
        for (JsonNode[] each : new JsonNode[][] {{one, two}, {two, one}}) {
            JsonNode row = each[0].at("/in_the_way/0/rows/0");
            assertThat(row.get("fields").toString()).isEqualTo("[\"email\"]");
            for (String field : new String[] {"conflict_id", "key", "key_at_source"}) {
                assertThat(row.get(field)).as(field).isEqualTo(each[1].get(field));
            }
            assertThat(row.get("key")).isNotEqualTo(each[0].get("key"));
        }
        assertThat(one.at("/in_the_way/0/end")).isNotEqualTo(two.at("/in_the_way/0/end"));
    }

    private JsonNode shown(String conflict) {
        return server.await(
                "/api/v1/conflicts/" + conflict,
                whole -> whole.get("decidable").booleanValue(),
                Duration.ofSeconds(40));
    }
}
