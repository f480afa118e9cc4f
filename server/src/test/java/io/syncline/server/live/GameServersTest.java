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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The example of two game servers and a master, as its file says, on real databases. */
class GameServersTest {
    private static final String SCHEMA = "unified_game_data.";
    private static final String PLAYERS =
            "create table players (id int primary key, name varchar(40), player_level int,"
                    + " experience_points int, achievements %1$s, inventory %1$s)";
    private static final String ACHIEVEMENTS =
            "create table achievements (player_id int, badge varchar(40)%s, earned int,"
                    + " primary key (player_id, badge))";
    private static final String INVENTORY =
            "create table inventory (player_id int, item varchar(40)%s, amount int,"
                    + " primary key (player_id, item))";

    /** A key's texts have to differ for a MariaDB wherever they differ for a PostgreSQL. */
    private static final String EXACT = " character set utf8mb4 collate utf8mb4_nopad_bin";

    private static final String PLAYED =
            "update players set name = '%s', player_level = %d, experience_points ="
                    + " experience_points + %d, achievements = '%s', inventory = '%s' where id = 1";
    private static final String BOB = "2|bob|3|30|[]|{\"gold\":1}|\n";

    private final FreshDatabase first = Services.postgres(18).freshDatabase();
    private final FreshDatabase second = Services.mariaDb().freshDatabase();
    private final FreshDatabase master = Services.postgres(18).freshDatabase();
    private LiveServer server;
    private String id = "";

    @BeforeEach
    void twoServersWithPlayersOfTheirOwn() throws Exception {
        server = LiveServer.shared();
        Pair.sql(
                first,
                PLAYERS.formatted("jsonb"),
                ACHIEVEMENTS.formatted(""),
                INVENTORY.formatted(""),
                "insert into players values (1, 'ada', 10, 100, '[\"start\"]', '{\"gold\": 5}')",
                "insert into achievements values (1, 'start', 1)",
                "insert into inventory values (1, 'sword', 1)");
        Pair.sql(
                second,
                PLAYERS.formatted("json"),
                ACHIEVEMENTS.formatted(EXACT),
                INVENTORY.formatted(EXACT),
                "insert into players values (2, 'bob', 3, 30, '[]', '{\"gold\": 1}')",
                "insert into inventory values (2, 'bow', 1)");
    }

    @AfterEach
    void end() {
        if (!id.isEmpty()) {
            server.one("DELETE", id, "?force=true", 200);
        }
    }

    private String example() throws Exception {
        return Files.readString(Path.of("../examples/game-servers.json"))
                .replace("${env:SYNCLINE_SECRET_GAME_1}", first.uri())
                .replace("${env:SYNCLINE_SECRET_GAME_2}", second.uri())
                .replace("${env:SYNCLINE_SECRET_MASTER}", master.uri());
    }

    private static String players(FreshDatabase database, String schema) {
        return all(
                database,
                "select id, name, player_level, experience_points, achievements, inventory from "
                        + schema
                        + "players order by id");
    }

    private static String others(FreshDatabase database, String schema) {
        return all(
                        database,
                        "select player_id, badge, earned from "
                                + schema
                                + "achievements order by player_id, badge")
                + all(
                        database,
                        "select player_id, item, amount from "
                                + schema
                                + "inventory order by player_id, item");
    }

    /** All values of all rows, without the blanks that JSON may have. */
    private static String all(FreshDatabase database, String query) {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    all.append(String.valueOf(rows.getString(i)).replace(" ", "")).append('|');
                }
                all.append('\n');
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return all.toString();
    }

    /** By the test's own look at all ends, not by the product's. */
    private void await(String players, String others) {
        server.await(
                id,
                status -> {
                    assertThat(status.get("flows").findValuesAsString("phase"))
                            .doesNotContain("failed");
                    return players.equals(players(master, SCHEMA))
                            && players.equals(players(first, ""))
                            && players.equals(players(second, ""))
                            && others.equals(others(master, SCHEMA))
                            && others.equals(others(first, ""))
                            && others.equals(others(second, ""));
                });
    }

    @Test
    void bothServersAndTheMasterAreKeptEqualByTheRulesOfTheFile() throws Exception {
        id = server.configure(example());
        server.awaitRun(id);
        await(
                "1|ada|10|100|[\"start\"]|{\"gold\":5}|\n" + BOB,
                "1|start|1|\n1|sword|1|\n2|bow|1|\n");
        server.one("POST", id, "/pause", 200);
        Pair.sql(
                first,
                PLAYED.formatted(
                        "Ada", 11, 7, "[\"start\", \"cave\"]", "{\"gold\": 5, \"rope\": 1}"));
        Pair.sql(
                second,
                PLAYED.formatted("ADA", 12, 20, "[\"start\", \"tower\"]", "{\"gold\": 9}"),
                "insert into achievements values (1, 'tower', 2)",
                "delete from inventory where player_id = 1");
        server.one("POST", id, "/resume", 200);
        server.await(id, _ -> players(master, SCHEMA).startsWith("1|Ada|12|127|"));
        server.await(id, _ -> players(first, "").equals(players(second, "")));
        assertThat(players(first, ""))
                .contains("\"cave\"", "\"tower\"", "{\"gold\":9,\"rope\":1}")
                .endsWith(BOB);
        await(players(first, ""), "1|start|1|\n1|tower|2|\n2|bow|1|\n");
        toldBySource();
    }

    private void toldBySource() {
        JsonNode status = server.status(id);
        assertThat(status.at("/normalized/topology").stringValue()).isEqualTo("many_to_one");
        assertThat(status.get("flows").findValuesAsString("source"))
                .containsExactly("game_server_1", "game_server_2");
        assertThat(server.one("GET", id, "", 200).at("/sources/1/priority").intValue())
                .isEqualTo(2);
        assertThat(server.one("POST", id, "/verify", 200).get("equal").booleanValue()).isTrue();
        for (String end : List.of("game_server_1", "game_server_2")) {
            JsonNode history =
                    server.call(
                            "GET",
                            "/api/v1/sync/history/" + id + "?table=players&key=1&end=" + end,
                            null,
                            200);
            assertThat(history.get("source").stringValue()).isEqualTo(end);
            assertThat(history.get("versions")).isNotEmpty();
        }
    }
}
