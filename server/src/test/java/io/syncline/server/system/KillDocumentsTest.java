package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.syncline.testkit.kill.ServerProcess;
import io.syncline.testkit.mongo.StandInMongo;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The server of a PostgreSQL and documents that are both written is killed while they are, and the
 * documents' connections are cut; one edit in twenty is of a row that the other end edits as well.
 * After each, both ends are equal by a look of the test's own, and counters are what all edits make
 * of them. {@code bench/kill documents} has the large dose.
 */
class KillDocumentsTest {
    private static final int KILLS = Integer.getInteger("kills.documents", 2);
    private static final int ROWS = 100;
    private static final int HOT = 3;
    private static final int EDITS = 120;
    private static final Duration EQUAL_MAX = Duration.ofSeconds(40);
    private static final Pattern SYNC = Pattern.compile("\"sync_id\"\\s*:\\s*\"([^\"]+)\"");
    private static final String BODY =
            """
            {"name": "documents", "type": "bi_directional", "mode": "real_time",
             "source": {"type": "postgresql", "connection": "%s", "tables": ["account"]},
             "destination": {"type": "mongodb", "connection": "%s",
               "transformation": {"account": {"id": "_id"}}},
             "initial_load": "a_wins",
             "conflict_resolution": {"default_strategy": "last_write_wins",
               "custom_rules": {"stock": "sum"}}}
            """;

    private final Random random = new Random(KILLS);
    private final FreshDatabase here = Services.postgres(18).freshDatabase();
    private final StandInMongo documents = StandInMongo.start();
    private final MongoClient client = MongoClients.create(documents.uri("both"));
    private final MongoCollection<Document> theirs =
            client.getDatabase("both").getCollection("account");
    private final long[] counted = new long[ROWS + 1];
    private ServerProcess server;
    private Connection ours;
    private Accounts both;
    private String sync = "";

    @BeforeEach
    void begin() throws Exception {
        ours = here.connect();
        both = new Accounts(ours, theirs);
        // What a killed server has begun there holds its rows for so long.
        documents.transactionsLive(Duration.ofSeconds(3));
        both.run("create table account (id bigint primary key, name text, stock int not null)");
        both.run(
                "insert into account select g, 'start', 0 from generate_series(1, %d) g"
                        .formatted(ROWS));
        server = new ServerProcess(Services.folder("killed-documents"));
        server.start();
        String body = BODY.formatted(here.uri(), documents.uri("both"));
        Matcher found = SYNC.matcher(server.call("POST", "/api/v1/sync/configure", body));
        assertThat(found.find()).isTrue();
        sync = found.group(1);
        settle();
    }

    @AfterEach
    void end() throws SQLException {
        server.close();
        client.close();
        documents.close();
        ours.close();
    }

    @Test
    void aKilledServerAndCutConnectionsLoseNothingAndApplyNothingTwice() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            edited(
                    () -> {
                        server.kill9();
                        Thread.sleep(random.nextInt(400));
                        server.start();
                        return "started";
                    });
            settle();
            edited(() -> "nothing");
            documents.cut();
            both.awaitAnswer();
            edited(() -> "nothing");
            settle();
        }
        String status = server.call("GET", "/api/v1/sync/status/" + sync, "");
        assertThat(status).containsPattern("\"conflicts_open\"\\s*:\\s*0");
        assertThat(history())
                .as("both sides of what met")
                .contains("\"before\"", "\"theirs\"", "last_write_wins");
    }

    /** What met in the rows that both edit is in the history. */
    private String history() throws IOException, InterruptedException {
        return server.call("GET", "/api/v1/sync/history/" + sync + "?table=account&key=1", "");
    }

    /** Both ends are edited while something happens. */
    private void edited(Callable<String> happens) throws Exception {
        try (ExecutorService users = Executors.newFixedThreadPool(2)) {
            long seed = random.nextLong();
            Future<long[]> first = users.submit(() -> edits(new Random(seed), true));
            Future<long[]> second = users.submit(() -> edits(new Random(~seed), false));
            Thread.sleep(random.nextInt(150));
            assertThat(happens.call()).isNotEmpty();
            for (Future<long[]> each : List.of(first, second)) {
                long[] added = each.get();
                for (int id = 1; id <= ROWS; id++) {
                    counted[id] += added[id];
                }
            }
        }
    }

    /** One end's edits; what they add to each counter. */
    private long[] edits(Random chance, boolean atOurs) throws Exception {
        long[] added = new long[ROWS + 1];
        for (int i = 0; i < EDITS; i++) {
            // Either end has rows of its own, but for the hot ones.
            int own = HOT + 1 + chance.nextInt((ROWS - HOT) / 2) * 2 + (atOurs ? 0 : 1);
            int id = Math.min(ROWS, chance.nextInt(20) == 0 ? 1 + chance.nextInt(HOT) : own);
            int by = chance.nextInt(9) - 4;
            String name = (atOurs ? "o" : "t") + i;
            added[id] += by;
            if (atOurs) {
                both.run(
                        "update account set name = '%s', stock = stock + %d where id = %d"
                                .formatted(name, by, id));
            } else {
                theirs.updateOne(
                        Filters.eq("_id", (long) id),
                        Updates.combine(Updates.set("name", name), Updates.inc("stock", by)));
            }
            Thread.sleep(chance.nextInt(6));
        }
        return added;
    }

    private void settle() throws Exception {
        long end = System.nanoTime() + EQUAL_MAX.toNanos();
        while (!right()) {
            if (System.nanoTime() > end) {
                String state = server.call("GET", "/api/v1/sync/status/" + sync, "");
                assertThat(both.there()).as(state + server.words()).isEqualTo(both.here());
                assertThat(stocks(both.here())).isEqualTo(wanted());
            }
            Thread.sleep(50);
        }
    }

    private boolean right() throws SQLException {
        Map<Long, String> rows = both.here();
        return rows.equals(both.there()) && stocks(rows).equals(wanted());
    }

    private Map<Long, Long> wanted() {
        Map<Long, Long> wanted = new TreeMap<>();
        for (int id = 1; id <= ROWS; id++) {
            wanted.put((long) id, counted[id]);
        }
        return wanted;
    }

    private static Map<Long, Long> stocks(Map<Long, String> rows) {
        Map<Long, Long> stocks = new TreeMap<>();
        rows.forEach(
                (id, row) -> stocks.put(id, Long.valueOf(row.substring(row.indexOf(' ') + 1))));
        return stocks;
    }
}
