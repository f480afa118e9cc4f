package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Op;
import io.syncline.core.endpoint.Position;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows of one database that keep up read one stream: nothing is missing and nothing is twice. */
class PostgresSharedStreamTest {
    private static final String SENDERS =
            "SELECT count(*) FROM pg_stat_replication r JOIN pg_stat_activity a USING (pid)"
                    + " WHERE a.datname = current_database()";
    private static final String SHARED =
            "SELECT count(*) FROM pg_replication_slots WHERE temporary AND active AND slot_name"
                    + " LIKE 'syncline\\_shared\\_%' AND database = current_database()";

    private interface Question {
        boolean holds() throws Exception;
    }

    private static void await(String what, Question question) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!question.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static void shared(Fixture on) throws Exception {
        await("shared", () -> on.one(SHARED).equals("1") && on.one(SENDERS).equals("1"));
    }

    private static void caughtUp(Fixture on, Flow... flows) throws Exception {
        Position head = new Position(on.one("SELECT pg_current_wal_flush_lsn()"));
        for (Flow flow : flows) {
            await(
                    "caught up to " + head.token() + ", at " + flow.last + ", " + flow.failure,
                    () -> {
                        Position last = flow.last;
                        assertThat(flow.failure).isNull();
                        return last != null && on.endpoint.covers(last, head);
                    });
        }
    }

    private static List<String> inserts(int from, int to) {
        List<String> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add(Op.INSERT + " " + i);
        }
        return all;
    }

    private static void insert(Fixture on, String table, int from, int to) throws Exception {
        on.run(
                "INSERT INTO %s SELECT g, 'x' FROM generate_series(%d, %d) g"
                        .formatted(table, from, to - 1));
    }

    private static Fixture three(int major) throws Exception {
        Fixture on = Fixture.on(major, Map.of("shared_stream_flows", "3"));
        on.run(
                "CREATE TABLE a (id int PRIMARY KEY, v text)",
                "CREATE TABLE b (id int PRIMARY KEY, v text)",
                "CREATE TABLE c (id int PRIMARY KEY, v text)");
        return on;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void eachIsToldItsOwnTablesByOneStream(int major) throws Exception {
        try (Fixture on = three(major);
                Flow a = new Flow(on, "public.a");
                Flow ab = new Flow(on, "public.a", "public.b");
                Flow c = new Flow(on, "public.c")) {
            insert(on, "a", 0, 10);
            shared(on);
            insert(on, "a", 10, 20);
            insert(on, "b", 100, 105);
            on.run("UPDATE c SET v = 'none'", "TRUNCATE b", "INSERT INTO c VALUES (1, 'y')");
            caughtUp(on, a, ab, c);

            assertThat(a.changes()).containsExactlyElementsOf(inserts(0, 20));
            List<String> both = new ArrayList<>(inserts(0, 20));
            both.addAll(inserts(100, 105));
            both.add("T [public.b]");
            assertThat(ab.changes()).containsExactlyElementsOf(both);
            assertThat(c.changes()).containsExactly("INSERT 1");
            assertThat(on.one(SENDERS)).isEqualTo("1");
        }
    }

    @Test
    void aFlowThatComesLaterIsTakenInAndOneThatEndsIsNotMissed() throws Exception {
        try (Fixture on = three(18);
                Flow a = new Flow(on, "public.a");
                Flow b = new Flow(on, "public.b");
                Flow c = new Flow(on, "public.c")) {
            shared(on);
            try (Flow later = new Flow(on, "public.a", "public.c")) {
                insert(on, "a", 0, 5);
                await("two streams for a while", () -> on.one(SENDERS).equals("2"));
                shared(on);
                insert(on, "a", 5, 10);
                insert(on, "c", 0, 5);
                caughtUp(on, a, b, c, later);
                List<String> all = new ArrayList<>(inserts(0, 10));
                all.addAll(inserts(0, 5));
                assertThat(later.changes()).containsExactlyElementsOf(all);
                later.stop();
                on.endpoint.forget(later.selection);
            }
            insert(on, "a", 10, 20);
            caughtUp(on, a, b, c);
            assertThat(a.changes()).containsExactlyElementsOf(inserts(0, 20));
            assertThat(c.changes()).containsExactlyElementsOf(inserts(0, 5));
        }
    }

    @Test
    void aStreamThatIsEndedCostsNobodyAChange() throws Exception {
        try (Fixture on = three(18);
                Flow a = new Flow(on, "public.a");
                Flow b = new Flow(on, "public.a");
                Flow c = new Flow(on, "public.a")) {
            shared(on);
            insert(on, "a", 0, 50);
            on.run(
                    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE"
                            + " slot_name LIKE 'syncline\\_shared\\_%'");
            insert(on, "a", 50, 100);
            caughtUp(on, a, b, c);
            for (Flow flow : List.of(a, b, c)) {
                assertThat(flow.changes()).containsExactlyElementsOf(inserts(0, 100));
            }
            assertThat(on.one(SENDERS)).isEqualTo("3");
        }
    }

    @Test
    void oneThatDoesNotKeepUpReadsByItselfAndSoIsALargeTransactionRead() throws Exception {
        try (Fixture on = three(18);
                Flow a = new Flow(on, "public.a");
                Flow b = new Flow(on, "public.b");
                Flow c = new Flow(on, "public.c")) {
            shared(on);
            insert(on, "b", 0, 40_000);
            insert(on, "a", 0, 10);
            caughtUp(on, a, b, c);
            assertThat(b.changes()).containsExactlyElementsOf(inserts(0, 40_000));
            assertThat(a.changes()).containsExactlyElementsOf(inserts(0, 10));
            assertThat(on.one(SENDERS)).isEqualTo("2");

            c.slow.set(true);
            for (int i = 0; i < 40; i++) {
                on.run(
                        "INSERT INTO c SELECT g, repeat('x', 500) FROM generate_series(%d, %d) g"
                                .formatted(i * 400, i * 400 + 399));
            }
            await("let go", () -> on.one(SENDERS).equals("3"));
            c.slow.set(false);
            caughtUp(on, a, b, c);
            assertThat(c.changes()).containsExactlyElementsOf(inserts(0, 16_000));
        }
    }

    @Test
    void theSlotsOfFollowersGoOnAndAnAlteredTableIsToldInItsPlace() throws Exception {
        try (Fixture on = three(18);
                Flow a = new Flow(on, "public.a");
                Flow b = new Flow(on, "public.a");
                Flow c = new Flow(on, "public.c")) {
            shared(on);
            insert(on, "a", 0, 2);
            on.run("ALTER TABLE a ADD COLUMN w int", "INSERT INTO a VALUES (2, 'z', 7)");
            caughtUp(on, a, b, c);
            for (Flow flow : List.of(a, b)) {
                assertThat(flow.told)
                        .containsExactly("L 2", "INSERT 0", "INSERT 1", "L 3", "INSERT 2");
            }
            String place =
                    "SELECT min(confirmed_flush_lsn) FROM pg_replication_slots"
                            + " WHERE NOT temporary AND database = current_database()";
            String before = on.one(place);
            for (int i = 0; i < 14; i++) {
                on.run("INSERT INTO b SELECT g, repeat('x', 4000) FROM generate_series(1, 1500) g");
                on.run("TRUNCATE b");
            }
            String head = on.one("SELECT pg_current_wal_flush_lsn()");
            on.run("INSERT INTO a VALUES (3, 'z', 7)", "INSERT INTO c VALUES (3, 'z')");
            caughtUp(on, a, b, c);
            await("advanced beyond " + before, () -> !on.one(place).equals(before));
            assertThat(head).isNotEqualTo(before);
        }
    }

    /** One of the others might become a partition of it, and its rows would be told as those. */
    @Test
    void aPartitionedTableIsReadByItself() throws Exception {
        try (Fixture on = three(18)) {
            on.run(
                    "CREATE TABLE p (id int PRIMARY KEY, v text) PARTITION BY RANGE (id)",
                    "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)");
            try (Flow a = new Flow(on, "public.a");
                    Flow b = new Flow(on, "public.b");
                    Flow c = new Flow(on, "public.c");
                    Flow root = new Flow(on, "public.p")) {
                await("shared by three", () -> on.one(SHARED).equals("1"));
                await("by three", () -> on.one(SENDERS).equals("2"));
                on.run("ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM (100) TO (200)");
                insert(on, "p", 99, 110);
                caughtUp(on, a, b, c, root);
                assertThat(root.changes()).containsExactlyElementsOf(inserts(99, 110));
                assertThat(c.changes()).containsExactlyElementsOf(inserts(100, 110));
            }
        }
    }

    /**
     * Writers, ends of streams, restarts and slow flows by chance, and one flow that never shares.
     */
    @Test
    void whateverHappensEachIsToldWhatAFlowByItselfIsTold() throws Exception {
        long seed = Long.getLong("shared.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Fixture on = three(18);
                Fixture apart = Fixture.beside(on, Map.of("shared_stream_flows", "0"));
                Flow alone = new Flow(apart, "public.a", "public.b", "public.c");
                Flow a = new Flow(on, "public.a", "public.b", "public.c");
                Flow b = new Flow(on, "public.a", "public.b", "public.c");
                Flow c = new Flow(on, "public.a", "public.b", "public.c");
                Flow d = new Flow(on, "public.c")) {
            Thread first = writer(on, random.nextLong(), 0);
            Thread second = writer(on, random.nextLong(), 1);
            List<Flow> flows = List.of(a, b, c, d);
            long end = System.nanoTime() + 12_000_000_000L;
            while (System.nanoTime() < end) {
                Thread.sleep(random.nextInt(600));
                Flow one = flows.get(random.nextInt(flows.size()));
                switch (random.nextInt(8)) {
                    case 0 -> one.restart();
                    case 1 ->
                            on.run(
                                    "SELECT pg_terminate_backend(active_pid) FROM"
                                            + " pg_replication_slots WHERE slot_name LIKE"
                                            + " 'syncline\\_shared\\_%' AND database ="
                                            + " current_database()");
                    case 2 -> one.slow.set(!one.slow.get());
                    default -> {}
                }
            }
            first.join();
            second.join();
            flows.forEach(flow -> flow.slow.set(false));
            caughtUp(on, alone, a, b, c, d);
            for (Flow flow : List.of(a, b, c)) {
                assertThat(flow.changes())
                        .as("-Dshared.seed=" + seed)
                        .containsExactlyElementsOf(alone.changes());
            }
            assertThat(d.changes())
                    .containsExactlyElementsOf(
                            alone.changes().stream()
                                    .filter(each -> key(each) >= 2_000_000)
                                    .toList());
        }
    }

    private static long key(String told) {
        return Long.parseLong(told.substring(told.indexOf(' ') + 1));
    }

    /** Transactions over three tables, whose keys tell which it was. */
    private static Thread writer(Fixture on, long seed, int which) {
        return Thread.ofPlatform()
                .start(
                        () -> {
                            Random random = new Random(seed);
                            long end = System.nanoTime() + 12_000_000_000L;
                            int next = which;
                            try (Connection connection = on.database.connect();
                                    Statement statement = connection.createStatement()) {
                                connection.setAutoCommit(false);
                                while (System.nanoTime() < end) {
                                    int rows = 1 + random.nextInt(5);
                                    for (int i = 0; i < rows; i++) {
                                        int table = random.nextInt(3);
                                        next += 2;
                                        statement.execute(
                                                "INSERT INTO %s VALUES (%d, 'v')"
                                                        .formatted(
                                                                "abc".charAt(table),
                                                                table * 1_000_000 + next));
                                    }
                                    connection.commit();
                                    Thread.sleep(random.nextInt(4));
                                }
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }
}
