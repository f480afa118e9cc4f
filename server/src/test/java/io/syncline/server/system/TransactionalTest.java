package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.Export;
import io.syncline.testkit.system.Export.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Rules that hold at the end of every transaction of the source, as a reader of a destination sees
 * them: money goes from one account to another and is booked twice, the one token's key changes
 * together with what names it, and a page is emptied and written anew.
 */
class TransactionalTest {
    private static final int ACCOUNTS = 40;
    private static final int MANY = 10_000;

    private static final String RULES =
            "SELECT (SELECT sum(balance) FROM account), (SELECT count(*) FROM entry),"
                    + " (SELECT sum(amount) FROM entry), (SELECT count(*) FROM token),"
                    + " (SELECT max(id) FROM token), (SELECT max(token) FROM clock),"
                    + " (SELECT count(*) FROM page), (SELECT max(n) - min(n) FROM page)";

    private static final Map<String, Map<String, Kind>> TABLES =
            Map.of(
                    "account", Map.of("id", Kind.NUMBER, "balance", Kind.NUMBER),
                    "entry", Map.of("id", Kind.NUMBER, "amount", Kind.NUMBER),
                    "token", Map.of("id", Kind.NUMBER, "n", Kind.NUMBER),
                    "clock", Map.of("id", Kind.NUMBER, "token", Kind.NUMBER),
                    "page", Map.of("id", Kind.NUMBER, "n", Kind.NUMBER));

    /** Looks at the rules again and again. */
    private static final class Reader implements AutoCloseable {
        private final FreshDatabase database;
        private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
        private final Thread thread;
        private volatile boolean stopped;
        private volatile int looks;

        Reader(FreshDatabase database) {
            this.database = database;
            this.thread = Thread.ofPlatform().start(this::run);
        }

        private void run() {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                while (!stopped) {
                    look(statement);
                    Thread.sleep(3);
                }
            } catch (SQLException | InterruptedException e) {
                broken.add("the reader ended: " + e);
            }
        }

        private void look(Statement statement) throws SQLException {
            try (ResultSet row = statement.executeQuery(RULES)) {
                row.next();
                String seen = "";
                for (int i = 1; i <= 8; i++) {
                    seen += row.getLong(i) + " ";
                }
                looks++;
                boolean holds =
                        row.getLong(1) == 0
                                && row.getLong(2) % 2 == 0
                                && row.getLong(3) == 0
                                && row.getLong(4) == 1
                                && row.getLong(5) == row.getLong(6)
                                && row.getLong(7) == 5
                                && row.getLong(8) == 0;
                if (!holds) {
                    broken.add(seen);
                }
            }
        }

        @Override
        public void close() throws InterruptedException {
            stopped = true;
            thread.join();
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static void create(Connection source) throws SQLException {
        run(
                source,
                "CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL)",
                "CREATE TABLE entry (id bigint PRIMARY KEY, amount bigint NOT NULL)",
                "CREATE TABLE token (id bigint PRIMARY KEY, n int)",
                "CREATE TABLE clock (id int PRIMARY KEY, token bigint)",
                "CREATE TABLE page (id int PRIMARY KEY, n bigint)",
                "INSERT INTO account SELECT g, 0 FROM generate_series(1, " + ACCOUNTS + ") g",
                "INSERT INTO token VALUES (0, 0)",
                "INSERT INTO clock VALUES (1, 0)",
                "INSERT INTO page SELECT g, 0 FROM generate_series(1, 5) g");
    }

    private static void transfer(Connection source, Random random, long number)
            throws SQLException {
        int from = 1 + random.nextInt(ACCOUNTS);
        int to = 1 + random.nextInt(ACCOUNTS);
        int amount = random.nextInt(100);
        run(
                source,
                "BEGIN",
                "UPDATE account SET balance = balance - " + amount + " WHERE id = " + from,
                "UPDATE account SET balance = balance + " + amount + " WHERE id = " + to,
                "INSERT INTO entry VALUES (%d, %d), (%d, %d)"
                        .formatted(2 * number, amount, 2 * number + 1, -amount),
                random.nextInt(3) == 0 ? "UPDATE token SET id = " + number : "SELECT 1",
                "UPDATE clock SET token = (SELECT id FROM token)",
                random.nextInt(10) == 0 ? "TRUNCATE page" : "DELETE FROM page",
                "INSERT INTO page SELECT g, " + number + " FROM generate_series(1, 5) g",
                "COMMIT");
    }

    /** One transaction that is more than a worker takes at once. */
    private static void muchAtOnce(Connection source, long number) throws SQLException {
        run(
                source,
                "BEGIN",
                "UPDATE account SET balance = balance + " + MANY + " WHERE id = 1",
                "INSERT INTO entry SELECT g, 1 FROM generate_series(%d, %d) g"
                        .formatted(2 * number, 2 * number + MANY - 1),
                "TRUNCATE page",
                "UPDATE token SET id = " + number,
                "INSERT INTO entry SELECT g, -1 FROM generate_series(%d, %d) g"
                        .formatted(2 * number + MANY, 2 * number + 2 * MANY - 1),
                "UPDATE clock SET token = " + number,
                "INSERT INTO page SELECT g, " + number + " FROM generate_series(1, 5) g",
                "UPDATE account SET balance = balance - " + MANY + " WHERE id = 2",
                "COMMIT");
    }

    private static List<String> rows(FreshDatabase database, String table) throws SQLException {
        try (Connection connection = database.connect()) {
            return new Export(connection).rows(table, TABLES.get(table));
        }
    }

    private static boolean equal(LivePair pair) throws SQLException {
        for (String table : TABLES.keySet()) {
            for (FreshDatabase target : pair.targets) {
                if (!rows(pair.source, table).equals(rows(target, table))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void awaitEqual(LivePair pair) throws Exception {
        long end = System.nanoTime() + 40_000_000_000L;
        while (!equal(pair)) {
            assertThat(System.nanoTime()).as("" + pair.engine.flows(LivePair.SYNC)).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static LivePair pair() throws Exception {
        return new LivePair(
                Services.postgres(18).freshDatabase(),
                Services.postgres(17).freshDatabase(),
                Services.mariaDb().freshDatabase());
    }

    private static Options options(Applying applying) {
        return Options.standard().with(Guards.none()).with(applying);
    }

    @Test
    void nobodySeesATransactionInPart() throws Exception {
        try (LivePair pair = pair();
                Connection source = pair.source.connect()) {
            create(source);
            pair.engine.configure(
                    pair.definition(4, ExistingData.REFUSE, options(Applying.TRANSACTIONAL)));
            pair.awaitStreaming(60);
            awaitEqual(pair);
            List<Reader> readers = pair.targets.stream().map(Reader::new).toList();
            Random random = new Random(5);
            long number = 1;
            for (; number < 80; number++) {
                transfer(source, random, number);
            }
            muchAtOnce(source, number);
            number += MANY;
            for (long end = number + 40; number < end; number++) {
                transfer(source, random, number);
            }
            // In the middle of what waits.
            pair.restart();
            muchAtOnce(source, number);
            awaitEqual(pair);
            for (Reader reader : readers) {
                reader.close();
                assertThat(reader.broken).as(reader.database.name()).isEmpty();
                assertThat(reader.looks).isGreaterThan(50);
            }
            assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).isEmpty();
        }
    }

    @Test
    void appliedByKeyATransactionIsSeenInPart() throws Exception {
        try (LivePair pair = pair();
                Connection source = pair.source.connect()) {
            create(source);
            pair.engine.configure(
                    pair.definition(2, ExistingData.REFUSE, options(Applying.BY_KEY)));
            pair.awaitStreaming(60);
            awaitEqual(pair);
            try (Reader reader = new Reader(pair.targets.getFirst())) {
                muchAtOnce(source, 1);
                awaitEqual(pair);
                assertThat(reader.broken).isNotEmpty();
            }
        }
    }

    @Test
    void aTableWithoutAKeyCannotBePartOfIt() throws Exception {
        try (LivePair pair = pair();
                Connection source = pair.source.connect()) {
            run(source, "CREATE TABLE loose (n int)", "CREATE TABLE tight (n int PRIMARY KEY)");
            SyncDefinition wanted =
                    pair.definition(2, ExistingData.REFUSE, options(Applying.TRANSACTIONAL));
            assertThat(pair.engine.check(wanted).noted())
                    .filteredOn(each -> each.finding().code() == Code.NOT_TRANSACTIONAL)
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.error()).isTrue())
                    .allSatisfy(each -> assertThat(each.finding().message()).contains("loose"));

            // It came after the look.
            pair.engine.configure(wanted);
            long end = System.nanoTime() + 20_000_000_000L;
            while (pair.engine.flows(LivePair.SYNC).stream()
                    .noneMatch(flow -> flow.phase() == FlowStatus.Phase.FAILED)) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(20);
            }
            assertThat(pair.engine.flows(LivePair.SYNC))
                    .filteredOn(flow -> flow.phase() == FlowStatus.Phase.FAILED)
                    .isNotEmpty()
                    .allSatisfy(flow -> assertThat(flow.problem()).contains("loose"));
        }
    }
}
