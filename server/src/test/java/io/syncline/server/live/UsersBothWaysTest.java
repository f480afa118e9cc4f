package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The example of users and preferences, as its file says, on a real PostgreSQL. */
class UsersBothWaysTest {
    private static final String EXAMPLE = "users-both-ways.json";
    private static final int ROWS = 12;
    private static final String ADDED = "timestamptz '2024-05-01 10:00:00Z'";

    private static LiveServer server;

    private final Documents ends = new Documents();
    private String id = "";

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    @BeforeEach
    void rowsAtTheSourceAlone() {
        Pair.sql(
                ends.here,
                "create table users (id bigint primary key, email text not null, name text,"
                        + " status text not null, created_at timestamptz not null default now())",
                "create table user_preferences (user_id bigint primary key, preferences jsonb,"
                        + " updated_at timestamptz(3) not null)",
                // Every fourth user is closed, and has set nothing for long.
                "insert into users select n, 'u' || n || '@example.com', 'name ' || n,"
                        + " case when n % 4 = 0 then 'closed' else 'active' end, "
                        + ADDED
                        + " from generate_series(1, "
                        + ROWS
                        + ") n",
                "insert into user_preferences select n, '{\"theme\": \"light\", \"size\": 1}', "
                        + ADDED
                        + " - case when n % 4 = 0 then interval '1 year' else interval '0' end"
                        + " from generate_series(1, "
                        + ROWS
                        + ") n");
    }

    @AfterEach
    void end() {
        if (!id.isEmpty()) {
            server.one("DELETE", id, "?force=true", 200);
        }
        ends.close();
    }

    private Map<Long, String> usersHere() {
        return ends.here(
                "select id, concat_ws(' | ', email, name, status,"
                        + " to_char(created_at at time zone 'UTC', 'YYYY-MM-DD')) from users"
                        + " where status = 'active'");
    }

    private Map<Long, String> usersThere() {
        return ends.there(
                "users",
                each ->
                        String.join(
                                " | ",
                                each.getString("email_address"),
                                each.getString("name"),
                                each.getString("status"),
                                each.getString("created_at")));
    }

    private Map<Long, String> preferencesHere() {
        return ends.here(
                "select user_id, concat_ws(' | ', preferences ->> 'theme', preferences ->> 'size',"
                        + " extract(epoch from updated_at)::bigint) from user_preferences"
                        + " where updated_at > '2024-01-01Z'");
    }

    private Map<Long, String> preferencesThere() {
        return ends.there(
                "preferences",
                each -> {
                    Document set = each.get("preferences", Document.class);
                    Instant updated = each.getDate("updated_at").toInstant();
                    return set.get("theme")
                            + " | "
                            + set.get("size")
                            + " | "
                            + updated.getEpochSecond();
                });
    }

    /** By the test's own look at both ends, not by the product's. */
    private boolean equal() {
        return usersHere().equals(usersThere()) && preferencesHere().equals(preferencesThere());
    }

    private void awaitEqual() {
        server.await(id, _ -> equal());
    }

    private JsonNode configure(String body) {
        JsonNode reply = server.call("POST", "/api/v1/sync/configure", body, 201);
        id = reply.get("sync_id").stringValue();
        return reply;
    }

    private void there(String collection, long key, Bson update) {
        assertThat(
                        ends.there(collection)
                                .updateOne(Filters.eq("_id", key), update)
                                .getMatchedCount())
                .isEqualTo(1);
    }

    @Test
    void theReplySaysWhenItRunsHowLongItTakesAndWhatGoesOnlyForward() throws Exception {
        JsonNode reply = configure(ends.example(EXAMPLE));
        assertThat(id).startsWith("sync_");
        assertThat(reply.get("status").stringValue()).isEqualTo("configured");
        Instant created = Instant.parse(reply.get("created_at").stringValue());
        Instant next = Instant.parse(reply.get("next_sync").stringValue());
        assertThat(next).isAfter(created).isBefore(created.plusSeconds(301));
        assertThat(next.getEpochSecond() % 300).isZero();
        assertThat(reply.get("estimated_duration").stringValue()).matches("(\\d+m)?\\d+s");
        assertThat(reply.get("findings").valueStream())
                .filteredOn(each -> each.get("name").stringValue().equals("FORWARD_ONLY"))
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.get("subject").stringValue())
                                    .isEqualTo("users.created_at");
                            assertThat(each.get("message").stringValue())
                                    .contains("only forward", "format_date");
                        });
    }

    @Test
    void bothEndsAreKeptEqualByTheRulesTheFiltersAndTheMapping() throws Exception {
        configure(ends.example(EXAMPLE));
        server.awaitRun(id);
        awaitEqual();
        assertThat(usersThere())
                .hasSize(9)
                .containsEntry(1L, "u1@example.com | name 1 | active | 2024-05-01");
        assertThat(preferencesThere()).hasSize(9);
        conflictsGoByTheRules();
        whatGoesOnlyForwardIsPutBack();
        rowsLeaveTheFilterAndCome();
        assertThat(server.one("GET", id, "/events?limit=1000", 200).toString())
                .doesNotContain("conflict_detected");
    }

    /** The source's email, both changes of the preferences, and of all else the later. */
    private void conflictsGoByTheRules() throws Exception {
        server.one("POST", id, "/pause", 200);
        Pair.sql(
                ends.here,
                "update users set email = 'ours', name = 'earlier' where id = 1",
                "update user_preferences set preferences = '{\"theme\": \"dark\", \"size\": 1}'"
                        + " where user_id = 1");
        // MongoDB's log tells whole seconds.
        Thread.sleep(1100);
        there(
                "users",
                1,
                Updates.combine(
                        Updates.set("email_address", "theirs"), Updates.set("name", "later")));
        there("preferences", 1, Updates.set("preferences.size", 2));
        there("users", 2, Updates.set("email_address", "theirs alone"));
        server.one("POST", id, "/resume", 200);
        server.await(id, _ -> usersThere().get(1L).startsWith("ours | later"));
        server.await(id, _ -> preferencesHere().get(1L).startsWith("dark | 2"));
        server.await(id, _ -> usersHere().get(2L).startsWith("theirs alone"));
        awaitEqual();
        JsonNode ruled = server.status(id).at("/flows/0/conflicts_ruled");
        assertThat(ruled.propertyNames()).contains("source_wins", "merge", "last_write_wins");
    }

    private void whatGoesOnlyForwardIsPutBack() {
        there("users", 3, Updates.set("created_at", "1999-01-01"));
        server.await(id, _ -> usersThere().get(3L).endsWith("2024-05-01"));
        Pair.sql(ends.here, "update users set created_at = '2024-06-30 23:00Z' where id = 3");
        server.await(id, _ -> usersThere().get(3L).endsWith("2024-06-30"));
    }

    private void rowsLeaveTheFilterAndCome() {
        Pair.sql(
                ends.here,
                "update users set status = 'closed', name = 'gone' where id = 5",
                "update users set status = 'active' where id = 4",
                "update user_preferences set updated_at = '2023-12-31' where user_id = 6");
        there(
                "users",
                7,
                Updates.combine(Updates.set("status", "closed"), Updates.set("name", "x")));
        ends.there("users")
                .insertOne(
                        new Document("_id", 50L)
                                .append("email_address", "new@example.com")
                                .append("name", "made there")
                                .append("status", "active"));
        ends.there("users")
                .insertOne(
                        new Document("_id", 51L)
                                .append("email_address", "apart@example.com")
                                .append("name", "apart")
                                .append("status", "closed")
                                .append("created_at", "2024-01-01"));
        there(
                "preferences",
                2,
                Updates.set("updated_at", Date.from(Instant.parse("2025-01-01T00:00:00Z"))));
        server.await(id, _ -> usersHere().containsKey(50L) && usersThere().containsKey(4L));
        server.await(id, _ -> !usersThere().containsKey(5L) && !usersThere().containsKey(7L));
        server.await(id, _ -> !preferencesThere().containsKey(6L));
        server.await(id, _ -> preferencesHere().get(2L).endsWith("1735689600"));
        // What leaves at the destination has reached the source before it goes.
        assertThat(ends.here("select id, status || ' ' || name from users"))
                .containsEntry(7L, "closed x")
                .containsEntry(5L, "closed gone")
                .doesNotContainKey(51L);
        // What is apart stays where it was made, and is no difference.
        assertThat(server.one("POST", id, "/verify", 200).get("equal").booleanValue()).isTrue();
        assertThat(ends.there("users").deleteOne(Filters.eq("_id", 51L)).getDeletedCount()).isOne();
        awaitEqual();
        assertThat(usersThere()).hasSize(9);
    }

    @Test
    void byItsScheduleItCatchesUpBothWaysAndRests() throws Exception {
        configure(
                ends.example(EXAMPLE)
                        .replace("\"real_time\"", "\"scheduled\"")
                        .replace("*/5 * * * *", "* * * * * *"));
        awaitEqualAndAtRest();
        Pair.sql(ends.here, "update users set name = 'ours' where id = 1");
        there("users", 2, Updates.set("name", "theirs"));
        awaitEqualAndAtRest();
        assertThat(usersHere().get(2L)).contains("theirs");
        assertThat(usersThere().get(1L)).contains("ours");
    }

    @Test
    void aTriggeredRunCatchesUpBothWaysAndEnds() throws Exception {
        configure(ends.example(EXAMPLE).replace("\"real_time\"", "\"incremental\""));
        run();
        assertThat(equal()).isTrue();
        Pair.sql(ends.here, "update users set name = 'ours' where id = 1");
        there("users", 2, Updates.set("name", "theirs"));
        ends.there("preferences").deleteOne(Filters.eq("_id", 3L));
        assertThat(equal()).isFalse();
        run();
        assertThat(equal()).isTrue();
        assertThat(usersHere().get(2L)).contains("theirs");
        assertThat(preferencesHere()).doesNotContainKey(3L);
        run();
        assertThat(server.status(id).at("/last_sync/records_synced").intValue()).isZero();
    }

    private void run() {
        JsonNode begun = server.trigger(id, "{}", 202);
        server.await(
                begun.get("progress_url").stringValue(),
                run -> run.get("status").stringValue().equals("completed"),
                java.time.Duration.ofSeconds(60));
    }

    private void awaitEqualAndAtRest() {
        server.await(
                id,
                status -> equal() && status.at("/last_sync/status").asString().equals("completed"));
    }
}
