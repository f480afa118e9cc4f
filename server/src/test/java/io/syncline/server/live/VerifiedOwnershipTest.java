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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The example of three sources of which two have to agree, as its file says. */
class VerifiedOwnershipTest {
    private static final String OWNERS =
            "create table %s (token varchar(40)%s primary key, owner varchar(42), %s int)";

    /** A key's texts have to differ for a MariaDB wherever they differ for a PostgreSQL. */
    private static final String EXACT = " character set utf8mb4 collate utf8mb4_nopad_bin";

    private final FreshDatabase chain = Services.postgres(18).freshDatabase();
    private final FreshDatabase market = Services.mariaDb().freshDatabase();
    private final FreshDatabase custody = Services.postgres(18).freshDatabase();
    private final FreshDatabase verified = Services.postgres(18).freshDatabase();
    private LiveServer server;
    private String id = "";

    @BeforeEach
    void threeSources() throws Exception {
        server = LiveServer.shared();
        Pair.sql(
                chain,
                OWNERS.formatted("chain_owners", "", "block"),
                "insert into chain_owners values ('a', 'ann', 1), ('b', 'bob', 2), ('c', 'cid', 3)");
        Pair.sql(
                market,
                OWNERS.formatted("sales", EXACT, "settled"),
                "insert into sales values ('a', 'ann', 1), ('b', 'eve', 1), ('c', 'cid', 0)");
        Pair.sql(
                custody,
                OWNERS.formatted("vaults", "", "shelf"),
                "insert into vaults values ('b', 'dan', 7), ('d', 'dan', 8)");
    }

    @AfterEach
    void end() {
        if (!id.isEmpty()) {
            server.one("DELETE", id, "?force=true", 200);
        }
    }

    private String example() throws Exception {
        return Files.readString(Path.of("../examples/verified-ownership.json"))
                .replace("${env:SYNCLINE_SECRET_CHAIN}", chain.uri())
                .replace("${env:SYNCLINE_SECRET_MARKET}", market.uri())
                .replace("${env:SYNCLINE_SECRET_CUSTODY}", custody.uri())
                .replace("${env:SYNCLINE_SECRET_VERIFIED}", verified.uri());
    }

    private String rows() {
        StringBuilder all = new StringBuilder();
        try (Connection connection = verified.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select concat_ws('|', token, owner, block, settled, shelf,"
                                        + " syncline_source, syncline_sources)"
                                        + " from nft_unified.verified_ownership order by token")) {
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
        return all.toString();
    }

    private JsonNode parked() {
        return server.one("GET", id, "/parked", 200).get("parked");
    }

    /** By the test's own look at the destination, not by the product's. */
    private void await(String rows, int held) {
        long[] at = {System.nanoTime()};
        server.await(
                id,
                status -> {
                    assertThat(status.get("flows").findValuesAsString("phase"))
                            .doesNotContain("failed");
                    boolean there = rows.equals(rows()) && parked().size() == held;
                    assertThat(there || System.nanoTime() - at[0] < 40_000_000_000L)
                            .as(rows() + parked())
                            .isTrue();
                    return there;
                });
    }

    @Test
    void whatTwoOfThreeAgreeOnIsWrittenAndTheRestIsHeldUntilTheyDo() throws Exception {
        id = server.configure(example());
        server.awaitRun(id);
        // b: three say three things; c: a filter leaves the market's row out, so two have none; d:
        // only the last has it.
        String ann = "a|ann|1|1|blockchain_ownership,marketplace_records|2\n";
        await(ann, 1);
        JsonNode held = parked().get(0);
        assertThat(held.get("code").stringValue()).isEqualTo("SYN-5030");
        assertThat(held.at("/key/0").stringValue()).isEqualTo("b");
        assertThat(held.at("/row/owner").stringValue()).isEqualTo("bob");
        assertThat(held.get("reason").stringValue())
                .contains("marketplace_records: differs in owner")
                .doesNotContain("eve", "dan");

        Pair.sql(market, "update sales set owner = 'bob' where token = 'b'");
        Pair.sql(market, "update sales set settled = 1 where token = 'c'");
        String bob = "b|bob|2|1|blockchain_ownership,marketplace_records|2\n";
        String cid = "c|cid|3|1|blockchain_ownership,marketplace_records|2\n";
        await(ann + bob + cid, 0);

        server.one("POST", id, "/pause", 200);
        Pair.sql(custody, "insert into vaults values ('a', 'ann', 9)");
        Pair.sql(chain, "update chain_owners set owner = 'zoe' where token in ('a', 'b')");
        Pair.sql(market, "delete from sales where token = 'c'");
        server.one("POST", id, "/resume", 200);
        // a: outvoted by the others; b: what was verified stays; c: two have no such row.
        await("a|ann|1|9|marketplace_records,custody_services|2\n" + bob, 1);
        shown();
        Pair.sql(custody, "update vaults set owner = 'zoe' where token = 'b'");
        await(
                "a|ann|1|9|marketplace_records,custody_services|2\n"
                        + "b|zoe|2|7|blockchain_ownership,custody_services|2\n",
                0);
    }

    private void shown() {
        JsonNode status = server.status(id);
        assertThat(status.at("/normalized/topology").stringValue()).isEqualTo("many_to_one");
        assertThat(status.get("flows").findValuesAsString("source"))
                .containsExactly("blockchain_ownership", "marketplace_records", "custody_services");
        JsonNode shown = server.one("GET", id, "", 200);
        assertThat(shown.at("/conflict_resolution/multi_source_confirmation").intValue())
                .isEqualTo(2);
        assertThat(shown.get("origin_columns").booleanValue()).isTrue();
        long row = parked().at("/0/id").longValue();
        JsonNode again = server.one("POST", id, "/parked/" + row + "/replay", 200);
        assertThat(again.get("status").stringValue()).isEqualTo("still_parked");
        server.call("PUT", "/api/v1/parked/" + row, "{'row':{'owner':'me'}}", 409);
        JsonNode found = server.one("POST", id, "/verify", 200);
        assertThat(found.get("equal").booleanValue()).isFalse();
        assertThat(found.toString()).contains("\"waiting\":1").doesNotContain("\"differing\":2");
        Pair.sql(verified, "update nft_unified.verified_ownership set owner = 'thief'");
        server.one("POST", id, "/repair", 200);
        assertThat(rows()).startsWith("a|ann|").contains("b|thief|");
        Pair.sql(
                verified,
                "update nft_unified.verified_ownership set owner = 'bob' where token = 'b'");
    }
}
