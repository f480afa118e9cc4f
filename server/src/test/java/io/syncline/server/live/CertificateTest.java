package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What comparisons leave behind, of PostgreSQL and MariaDB. */
class CertificateTest {
    private static LiveServer server;

    private final FreshDatabase here = Services.postgres(18).freshDatabase();
    private final FreshDatabase there = Services.mariaDb().freshDatabase();
    private final Pair pair = new Pair(here, there);
    private String id = "";

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    @AfterEach
    void end() {
        server.one("DELETE", id, "", 200);
    }

    private void configure(String more) {
        configure(more, "");
    }

    /**
     * @param source further keys of the source
     */
    private void configure(String more, String source) {
        String table = "create table account (id int primary key, name varchar(40), open int)";
        Pair.sql(
                here,
                table,
                "insert into account select n, 'n' || n, n % 3 from generate_series(1, 30) n");
        Pair.sql(there, table);
        String body = pair.body("certified", ",'existing_data':'fill'" + more);
        id = server.configure(body.replace("},'destination'", source + "},'destination'"));
        server.awaitRun(id);
    }

    private JsonNode verified() {
        return server.one("POST", id, "/verify", 200).at("/destinations/0");
    }

    private JsonNode certified() {
        return server.one("GET", id, "/certificate", 200);
    }

    private void awaitThere(String query, String wanted) {
        server.await(id, _ -> Pair.value(there, query).equals(wanted));
    }

    @Test
    void rowsThatBothEndsHoldHaveOneDigestWhoeverReadsThem() throws Exception {
        configure(",'type':'bi_directional','conflict_resolution':'manual_review'");
        assertThat(certified().get("certificates")).isEmpty();
        assertThat(certified().get("equal").booleanValue()).isFalse();
        awaitThere("select count(*) from account", "30");
        String first = verified().get("digest").stringValue();
        Pair.sql(there, "update account set name = 'theirs' where id = 7");
        server.await(id, _ -> value(here, 7).equals("theirs"));
        JsonNode other = verified();
        assertThat(other.get("equal").booleanValue()).isTrue();
        assertThat(other.get("digest").stringValue()).isNotEqualTo(first);
        Pair.sql(here, "update account set name = 'n7' where id = 7");
        server.await(id, _ -> value(there, 7).equals("n7"));
        JsonNode same = verified();
        assertThat(same.get("digest").stringValue()).isEqualTo(first).matches("[0-9a-f]{64}");
        server.one("POST", id, "/pause", 200);
        assertThat(verified().get("digest").stringValue()).isEqualTo(first);
        JsonNode kept = certified();
        assertThat(kept.get("equal").booleanValue()).isTrue();
        JsonNode certificate = kept.at("/certificates/0");
        assertThat(certificate.get("rows").intValue()).isEqualTo(30);
        assertThat(certificate.get("position").isString()).isTrue();
        assertThat(certificate.get("destination_position").isString()).isTrue();
        String text = certificate.get("text").stringValue();
        assertThat(text).contains("sync: " + id, "result: equal", "rows: 30", "digest: " + first);
        assertThat(signed(kept, text)).isTrue();
        assertThat(signed(kept, text.replace("rows: 30", "rows: 31"))).isFalse();
    }

    @Test
    void whatWaitsForAPersonIsCountedAndWhatAFilterLeavesOutIsNotThere() {
        configure(
                ",'type':'bi_directional','conflict_resolution':'manual_review'",
                ",'filters':{'account':'open > 0'}");
        awaitThere("select count(*) from account", "20");
        Pair.sql(there, "insert into account values (50, 'apart', 0)");
        JsonNode all = verified();
        assertThat(all.get("differences")).isEmpty();
        assertThat(all.get("rows").intValue()).isEqualTo(20);
        server.await(id, _ -> verified().get("quiet").booleanValue());
        server.one("POST", id, "/pause", 200);
        Pair.sql(here, "update account set name = 'ours' where id = 1");
        Pair.sql(there, "update account set name = 'theirs' where id = 1");
        server.one("POST", id, "/resume", 200);
        server.await(id, status -> status.at("/flows/0/parked").asInt() == 1);
        JsonNode one = verified();
        assertThat(one.get("equal").booleanValue()).isFalse();
        assertThat(one.get("differing").intValue()).isEqualTo(1);
        assertThat(one.get("waiting").intValue()).isEqualTo(1);
        assertThat(one.at("/differences/0/fields").toString()).isEqualTo("[\"name\"]");
        assertThat(certified().at("/certificates/0/text").stringValue())
                .contains("result: different", "waiting: 1");
    }

    @Test
    void aSyncOfOneWayHasOneTooUntilItIsAnother() {
        configure("");
        awaitThere("select count(*) from account", "30");
        JsonNode found = verified();
        JsonNode certificate = certified().at("/certificates/0");
        assertThat(certificate.get("digest")).isEqualTo(found.get("digest"));
        assertThat(certificate.get("destination_position").isNull()).isTrue();
        assertThat(certificate.get("text").stringValue())
                .contains("result: equal", "rows: 30")
                .doesNotContain("destination position");
        Pair.sql(there, "delete from account where id = 1");
        assertThat(verified().get("digest")).isEqualTo(found.get("digest"));
        assertThat(certified().get("equal").booleanValue()).isFalse();
        server.call("PATCH", "/api/v1/sync/" + id, "{'schema_changes':'ignore'}", 200);
        assertThat(certified().get("certificates")).isEmpty();
    }

    private static String value(FreshDatabase database, int row) {
        return Pair.value(database, "select name from account where id = " + row);
    }

    private static boolean signed(JsonNode kept, String text) throws Exception {
        byte[] key = Base64.getDecoder().decode(kept.get("public_key").stringValue());
        PublicKey known =
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(known);
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        String given = kept.at("/certificates/0/signature").stringValue();
        return signature.verify(Base64.getDecoder().decode(given));
    }
}
