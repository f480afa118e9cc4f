package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is missing at the source is said at once, with the commands that mend it. */
class PreflightTest {
    private static final Pattern REMEDY = Pattern.compile("Remedy: (.*)");

    @Test
    void theRemediesOfOneAnswerAreAllThatIsNeeded() throws Exception {
        LiveServer server = LiveServer.shared();
        Pair pair = Pair.ofUsers(3);
        String user = "poor_" + pair.source().name();
        Pair.sql(
                pair.source(),
                "create role " + user + " login password 'hunter2'",
                "create schema far",
                "create unlogged table far.log (line text)",
                "insert into far.log values ('one')");
        String uri =
                "postgresql://" + user + ":hunter2@" + pair.source().uri().replaceAll(".*@", "");
        String body = pair.body("remedies", "").replace(pair.source().uri(), uri);
        JsonNode refused = server.call("POST", "/api/v1/sync/configure", body, 422);
        List<String> remedies = new ArrayList<>();
        for (JsonNode error : refused.get("errors")) {
            assertThat(error.get("pointer").stringValue()).isEqualTo("/source");
            Matcher matcher = REMEDY.matcher(error.get("message").stringValue());
            assertThat(matcher.find()).as(error.toString()).isTrue();
            // Of two ways the second is one that needs no choice.
            String[] ways = matcher.group(1).split("-- or: ");
            remedies.add(ways[ways.length - 1]);
        }
        assertThat(refused.get("errors").toString())
                .contains("SYN-3003", "SYN-2005", "SYN-3004", "REPLICATION", "SET LOGGED");
        assertThat(remedies).hasSizeGreaterThanOrEqualTo(6);
        Pair.sql(pair.source(), remedies.toArray(String[]::new));
        String id = server.configure(body);
        assertThat(server.awaitRun(id).at("/last_sync/records_synced").longValue()).isEqualTo(4);
        server.one("DELETE", id, "", 200);
    }
}
