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
import java.util.ArrayList;
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

/** The example of two applications that delete softly, as its file says, on real databases. */
class SoftDeleteTest {
    /** Long enough for the sync to come in between, and short enough for the other way round. */
    private static final long THINKS_MILLIS = 30;

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final FreshDatabase ours = Services.postgres(18).freshDatabase();
    private final FreshDatabase theirs = Services.mariaDb().freshDatabase();
    private LiveServer server;
    private String id = "";

    @BeforeEach
    void twoApplications() throws Exception {
        server = LiveServer.shared();
        Pair.sql(
                ours,
                "create table orders (id int primary key, item varchar(40), amount int not null,"
                        + " deleted_at timestamptz, search_rank int not null default 7)");
        Pair.sql(
                theirs,
                "create table orders (id int primary key, item varchar(40), amount int not null,"
                        + " is_deleted tinyint(1) not null, lock_version int not null,"
                        + " notes_local varchar(40) default 'none')");
    }

    @AfterEach
    void end() {
        if (!id.isEmpty()) {
            server.one("DELETE", id, "?force=true", 200);
        }
    }

    private String example() throws Exception {
        return Files.readString(Path.of("../examples/soft-delete.json"))
                .replace("${env:SYNCLINE_SECRET_SOURCE}", ours.uri())
                .replace("${env:SYNCLINE_SECRET_REPORT}", theirs.uri());
    }

    private void begin() throws Exception {
        id = server.configure(example());
        server.awaitRun(id);
    }

    private static Map<Integer, String> rows(FreshDatabase database, String columns) {
        Map<Integer, String> rows = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id, " + columns + " from orders")) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                rows.put(row.getInt(1), String.join("|", values));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    private static Map<Integer, String> ours(FreshDatabase database) {
        return rows(
                database,
                "item, amount, case when deleted_at is null then 'live' else 'gone' end,"
                        + " search_rank");
    }

    private static Map<Integer, String> theirs(FreshDatabase database) {
        return rows(database, "item, amount, is_deleted, lock_version, notes_local");
    }

    private void await(Map<Integer, String> here, Map<Integer, String> there) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!ours(ours).equals(here) || !theirs(theirs).equals(there)) {
            if (System.nanoTime() > until) {
                assertThat(ours(ours)).as(server.status(id).toString()).isEqualTo(here);
                assertThat(theirs(theirs)).isEqualTo(there);
            }
            Thread.sleep(20);
        }
    }

    @Test
    void whatOneEndDeletesIsMarkedAtTheOtherAndComesBack() throws Exception {
        Pair.sql(ours, "insert into orders values (1, 'one', 1, null, 1), (2, 'two', 2, now(), 2)");
        Pair.sql(
                theirs,
                "insert into orders values (3, 'three', 3, 1, 9, 'kept'), (4, 'four', 4, 0, 9, 'x')");
        begin();
        // What is marked has nothing to do with the other end.
        await(
                Map.of(1, "one|1|live|1", 2, "two|2|gone|2", 4, "four|4|live|7"),
                Map.of(1, "one|1|0|0|none", 3, "three|3|1|9|kept", 4, "four|4|0|9|x"));
        Pair.sql(ours, "update orders set deleted_at = now() where id = 4");
        Pair.sql(theirs, "delete from orders where id = 1");
        await(
                Map.of(1, "one|1|gone|1", 2, "two|2|gone|2", 4, "four|4|gone|7"),
                Map.of(3, "three|3|1|9|kept", 4, "four|4|1|10|x"));
        // One is taken back, one is made again, and one is edited where nobody looks.
        Pair.sql(
                ours,
                "update orders set deleted_at = null, item = 'vier' where id = 4",
                "update orders set item = 'zwei' where id = 2");
        Pair.sql(theirs, "insert into orders values (1, 'eins', 11, 0, 0, 'new')");
        await(
                Map.of(1, "eins|11|live|1", 2, "zwei|2|gone|2", 4, "vier|4|live|7"),
                Map.of(1, "eins|11|0|0|new", 3, "three|3|1|9|kept", 4, "vier|4|0|11|x"));
        // What an end keeps for itself goes nowhere.
        Pair.sql(ours, "update orders set search_rank = 70, item = 'uno' where id = 1");
        Pair.sql(theirs, "update orders set notes_local = 'mine' where id = 4");
        await(
                Map.of(1, "uno|11|live|70", 2, "zwei|2|gone|2", 4, "vier|4|live|7"),
                Map.of(1, "uno|11|0|1|new", 3, "three|3|1|9|kept", 4, "vier|4|0|11|mine"));
        JsonNode verified = server.one("POST", id, "/verify", 200);
        assertThat(verified.get("equal").booleanValue()).as(verified.toString()).isTrue();
        JsonNode shown = server.one("GET", id, "", 200);
        assertThat(shown.at("/source/side_owned/0").stringValue()).isEqualTo("search_rank");
        assertThat(shown.at("/destinations/0/version_columns/0/column").stringValue())
                .isEqualTo("lock_version");
    }

    /** A MariaDB that notes when, in whole seconds, and a PostgreSQL that notes whether. */
    @Test
    void theOtherWayRound() throws Exception {
        Pair.sql(
                theirs,
                "create table notes (id int primary key, body varchar(40), deleted_at datetime)",
                "insert into notes values (1, 'one', null), (2, 'two', null)");
        Pair.sql(
                ours,
                "create table notes (id int primary key, body varchar(40),"
                        + " gone boolean not null, version bigint)");
        id =
                server.configure(
                        ("{'name':'reverse','type':'bi_directional','mode':'real_time',"
                                        + "'source':{'type':'mariadb','connection':'%s',"
                                        + "'tables':['notes'],"
                                        + "'soft_delete':{'notes':{'deleted_at':'timestamp'}}},"
                                        + "'destination':{'type':'postgresql','connection':'%s',"
                                        + "'soft_delete':{'column':'gone','deleted':true},"
                                        + "'version_columns':'version'}}")
                                .formatted(theirs.uri(), ours.uri()));
        notes("one|f|0 two|f|0", "one|live two|live");
        Pair.sql(ours, "update notes set gone = true where id = 1");
        Pair.sql(theirs, "update notes set deleted_at = utc_timestamp() where id = 2");
        notes("one|t|0 two|t|1", "one|now two|now");
        Pair.sql(ours, "update notes set gone = false, version = null where id = 1");
        Pair.sql(theirs, "update notes set deleted_at = null, body = 'zwei' where id = 2");
        notes("one|f|null zwei|f|2", "one|live zwei|live");
        Pair.sql(theirs, "update notes set body = 'eins' where id = 1");
        notes("eins|f|1 zwei|f|2", "eins|live zwei|live");
        JsonNode verified = server.one("POST", id, "/verify", 200);
        assertThat(verified.get("equal").booleanValue()).as(verified.toString()).isTrue();
    }

    private void notes(String here, String there) {
        server.await(
                id,
                _ ->
                        here.equals(
                                        Pair.value(
                                                ours,
                                                "select string_agg(concat_ws('|', body, gone,"
                                                        + " coalesce(version::text, 'null')), ' '"
                                                        + " order by id) from notes"))
                                && there.equals(
                                        Pair.value(
                                                theirs,
                                                "select group_concat(concat(body, '|',"
                                                        + " case when deleted_at is null then 'live'"
                                                        + " when abs(timestampdiff(second, deleted_at,"
                                                        + " utc_timestamp())) < 60 then 'now'"
                                                        + " else deleted_at end) order by id"
                                                        + " separator ' ') from notes")));
    }

    /** Adds one, as an object-relational mapper does: only to the version that it has read. */
    private static int adds(FreshDatabase database, int key, int times) throws Exception {
        int lost = 0;
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int done = 0; done < times; ) {
                int amount;
                int version;
                try (ResultSet row =
                        statement.executeQuery(
                                "select amount, lock_version from orders where id = " + key)) {
                    row.next();
                    amount = row.getInt(1);
                    version = row.getInt(2);
                }
                Thread.sleep(THINKS_MILLIS);
                int written =
                        statement.executeUpdate(
                                "update orders set amount = %d, lock_version = %d where id = %d and lock_version = %d"
                                        .formatted(amount + 1, version + 1, key, version));
                done += written;
                lost += 1 - written;
            }
        }
        return lost;
    }

    private static int addsPlainly(FreshDatabase database, int key, int times) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < times; i++) {
                statement.execute("update orders set amount = amount + 100 where id = " + key);
                Thread.sleep(THINKS_MILLIS / 2);
            }
        }
        return times;
    }

    /** Without its version the mapper would write what it had read over what the sync brought. */
    @Test
    void anOptimisticWriterLosesNothingAndOverwritesNothing() throws Exception {
        Pair.sql(ours, "insert into orders values (1, 'a', 0, null, 1), (2, 'b', 0, null, 1)");
        begin();
        await(
                Map.of(1, "a|0|live|1", 2, "b|0|live|1"),
                Map.of(1, "a|0|0|0|none", 2, "b|0|0|0|none"));
        List<Callable<Integer>> all =
                List.of(
                        () -> adds(theirs, 1, 50),
                        () -> adds(theirs, 2, 50),
                        () -> addsPlainly(ours, 1, 100),
                        () -> addsPlainly(ours, 2, 100));
        int refused = 0;
        try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> done = users.invokeAll(all);
            refused = done.get(0).get() + done.get(1).get();
            assertThat(done.get(2).get() + done.get(3).get()).isEqualTo(200);
        }
        long until = System.nanoTime() + PATIENCE_NANOS;
        Map<Integer, String> wanted = Map.of(1, "10050", 2, "10050");
        while (!rows(ours, "amount").equals(wanted) || !rows(theirs, "amount").equals(wanted)) {
            if (System.nanoTime() > until) {
                assertThat(rows(ours, "amount")).as(server.status(id).toString()).isEqualTo(wanted);
                assertThat(rows(theirs, "amount")).isEqualTo(wanted);
            }
            Thread.sleep(20);
        }
        // Else the two have not met at all.
        assertThat(refused).isPositive();
    }

    @Test
    void whatCannotBeIsToldAtOnceAndWhatLooksLikeItIsTold() throws Exception {
        Pair.sql(ours, "alter table orders add column is_deleted text");
        String wrong =
                example()
                        .replace("\"search_rank\"", "\"rank\", \"items.x\"")
                        .replace("deleted_at", "amount")
                        .replace("\"orders\": \"lock_version\"", "\"orders\": \"notes_local\"");
        JsonNode answer = server.call("POST", "/api/v1/sync/configure", wrong, 422);
        assertThat(answer.toString())
                .contains(
                        "/source/soft_delete/amount",
                        "/source/side_owned/0",
                        "/source/side_owned/1",
                        "/destination/version_columns/orders",
                        "SYN-1124",
                        "SYN-1040",
                        "SYN-1015");
        JsonNode dry =
                server.call(
                        "POST",
                        "/api/v1/sync/configure",
                        example()
                                .replace("\"initial_load\"", "\"dry_run\": true, \"initial_load\""),
                        200);
        assertThat(dry.toString())
                .contains(
                        "treat public.orders in source as its application does, which deletes by"
                                + " setting deleted_at to the time",
                        "adds 1 to lock_version with each write",
                        "leaves search_rank alone",
                        "SYN-5012",
                        "public.orders.is_deleted");
    }
}
