package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The example of profiles, preferences and what is known of customers, as its file says. */
class UserProfilesTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private static void rows(Documents ends) {
        Pair.sql(
                ends.here,
                "create table users (id bigint primary key, name text)",
                "create table user_preferences (user_id bigint primary key, preferences jsonb)",
                "create table kyc_data (user_id bigint primary key, kyc_status text, country text)",
                "insert into users select n, 'n' || n from generate_series(1, 5) n",
                "insert into user_preferences select n, '{\"theme\": \"light\", \"size\": 1}'"
                        + " from generate_series(1, 5) n",
                "insert into kyc_data select n, 'pending', 'AT' from generate_series(1, 5) n");
    }

    private static Map<Long, String> known(Documents ends) {
        return ends.here("select user_id, kyc_status || ' ' || country from kyc_data");
    }

    private static Map<Long, String> knownThere(Documents ends) {
        return ends.there("compliance", each -> each.get("kyc_status") + " " + each.get("country"));
    }

    private static boolean equal(Documents ends) {
        return known(ends).equals(knownThere(ends))
                && ends.here("select id, name from users")
                        .equals(ends.there("user_profiles", each -> each.getString("name")))
                && ends.here(
                                "select user_id, (preferences ->> 'theme') || ' ' ||"
                                        + " (preferences ->> 'size') from user_preferences")
                        .equals(ends.there("preferences", UserProfilesTest::set));
    }

    private static String set(Document each) {
        Document set = each.get("preferences", Document.class);
        return set.get("theme") + " " + set.get("size");
    }

    @Test
    void aPersonDecidesWhatIsKnownOfACustomerAndAllElseGoesOn() throws Exception {
        LiveServer server = LiveServer.shared();
        try (Documents ends = new Documents()) {
            rows(ends);
            String id = server.configure(ends.example("user-profiles.json"));
            server.awaitRun(id);
            server.await(id, _ -> knownThere(ends).size() == 5);
            ends.there("compliance")
                    .insertOne(
                            new Document("_id", 9L)
                                    .append("user_id", 9L)
                                    .append("kyc_status", "approved")
                                    .append("country", "CH"));
            server.await(id, _ -> known(ends).size() == 6 && equal(ends));
            assertThat(known(ends)).containsEntry(9L, "approved CH");
            server.one("POST", id, "/pause", 200);
            Pair.sql(
                    ends.here,
                    "update kyc_data set kyc_status = 'approved', country = 'DE' where user_id = 1",
                    "update user_preferences set preferences = '{\"theme\": \"dark\", \"size\": 1}'"
                            + " where user_id = 1");
            ends.there("compliance")
                    .updateOne(Filters.eq("_id", 1L), Updates.set("kyc_status", "rejected"));
            ends.there("preferences")
                    .updateOne(Filters.eq("_id", 1L), Updates.set("preferences.size", 3));
            ends.there("user_profiles").deleteOne(Filters.eq("_id", 2L));
            server.one("POST", id, "/resume", 200);
            JsonNode waits =
                    server.await(
                            "/api/v1/conflicts?sync_id=" + id,
                            page -> page.get("total").intValue() == 1,
                            SOON);
            server.await(id, _ -> knownThere(ends).get(1L).equals("rejected DE"));
            assertThat(known(ends)).containsEntry(1L, "approved DE");
            decide(server, waits.at("/conflicts/0/conflict_id").stringValue());
            server.await(id, _ -> equal(ends));
            assertThat(known(ends)).containsEntry(1L, "rejected DE");
            assertThat(ends.here("select id, name from users")).doesNotContainKey(2L);
            assertThat(ends.there("preferences", UserProfilesTest::set))
                    .containsEntry(1L, "dark 3");
            assertThat(server.one("POST", id, "/verify", 200).get("equal").booleanValue()).isTrue();
            server.one("DELETE", id, "", 200);
        }
    }

    /** What is not in conflict has been written, and the row looked at since. */
    private static boolean rests(JsonNode conflict) {
        boolean rests = conflict.get("decidable").booleanValue();
        for (JsonNode field : conflict.get("fields")) {
            rests &= field.get("conflicted").booleanValue() || field.get("equal").booleanValue();
        }
        return rests;
    }

    private static void decide(LiveServer server, String conflict) {
        String path = "/api/v1/conflicts/" + conflict;
        JsonNode shown = server.await(path, UserProfilesTest::rests, SOON);
        assertThat(shown.get("conflicting_fields").toString()).isEqualTo("[\"kyc_status\"]");
        server.call(
                "POST",
                path + "/resolve",
                "{'choice':'theirs','reason':'the authority says so','if_match':'"
                        + shown.get("etag").stringValue()
                        + "'}",
                200);
    }
}
