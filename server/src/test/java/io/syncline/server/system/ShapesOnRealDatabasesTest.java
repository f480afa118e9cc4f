package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Secret;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Verification;
import io.syncline.server.api.SyncParser;
import io.syncline.server.api.Wanted;
import io.syncline.server.config.References;
import io.syncline.server.config.SecretPlaces;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of rows on their way from one real database to two others. */
class ShapesOnRealDatabasesTest {
    private static final String SECRET = "of the hashes";
    private static final WideTable WIDE = new WideTable();
    private static final String BELONGS = "status = 'active'";

    private static LivePair pair(String... statements) throws SQLException {
        LivePair pair =
                new LivePair(
                        Services.postgres(18).freshDatabase(),
                        Services.postgres(18).freshDatabase(),
                        Services.mariaDb().freshDatabase());
        sql(pair.source, statements);
        return pair;
    }

    private static void sql(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static SyncDefinition definition(LivePair pair, String first, String last, String top) {
        String body =
                ("{'name':'shaped','source':{'connection':'"
                                + pair.source.uri()
                                + "'},'destinations':["
                                + "{'name':'postgres','connection':'"
                                + pair.targets.getFirst().uri()
                                + "'"
                                + first
                                + "},"
                                + "{'name':'maria','connection':'"
                                + pair.targets.getLast().uri()
                                + "'"
                                + last
                                + "}]"
                                + top
                                + "}")
                        .replace('\'', '"')
                        .replace('`', '\'');
        SyncParser parser =
                new SyncParser(
                        Connectors.installed(),
                        new References(
                                new SecretPlaces(
                                        _ -> null, SecretPlaces.STANDARD_FOLDER, Path.of("data"))),
                        () -> Secret.of(SECRET));
        Wanted wanted =
                parser.parse(
                        JsonMapper.shared().readTree(body),
                        LivePair.SYNC,
                        System.currentTimeMillis());
        assertThat(wanted).as("%s", wanted).isInstanceOf(Wanted.Good.class);
        return ((Wanted.Good) wanted).definition();
    }

    /** Asks again and again until both are equal. */
    private static void await(Callable<?> found, Object expected) throws Exception {
        long until = System.nanoTime() + 20_000_000_000L;
        Object last = found.call();
        while (!expected.equals(last) && System.nanoTime() < until) {
            Thread.sleep(100);
            last = found.call();
        }
        assertThat(last).isEqualTo(expected);
    }

    private static List<List<String>> rows(FreshDatabase database, String query)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                rows.add(values);
            }
            return rows;
        }
    }

    /** Rows of the wide table with one text for what two systems show differently. */
    private static List<String> wide(FreshDatabase database, String query, boolean expected)
            throws SQLException {
        List<String> told = new ArrayList<>();
        for (List<String> row : rows(database, query)) {
            StringBuilder line = new StringBuilder(String.join(" ", row.subList(0, 4)));
            for (int i = 4; i < row.size(); i++) {
                WideTable.Column column = WIDE.columns().get(i - 4);
                line.append(' ').append(column.name()).append('=');
                line.append(told(row.get(i), column.as(), expected));
            }
            told.add(line.toString());
        }
        return told;
    }

    private static String told(String value, WideTable.As as, boolean expected) {
        if (value.equals("null") && as != WideTable.As.PRESENT) {
            return value;
        }
        return switch (as) {
            case TEXT -> value.replace("\n", "");
            case NUMBER ->
                    new BigDecimal(value.equals("t") ? "1" : value.equals("f") ? "0" : value)
                            .stripTrailingZeros()
                            .toPlainString();
            case MOMENT -> value.replaceAll("\\.0+$", "");
            case JSON -> JsonMapper.shared().readTree(value).toString();
            case HASH -> expected ? hash(value) : value;
            case PRESENT -> String.valueOf(!value.equals("null"));
        };
    }

    private static String hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitWide(LivePair pair, FreshDatabase target, String belongs)
            throws Exception {
        List<String> expected = wide(pair.source, WIDE.expected(belongs), true);
        await(
                () -> {
                    List<String> found = wide(target, WIDE.found(), false);
                    List<String> differing = new ArrayList<>();
                    expected.stream()
                            .filter(row -> !found.contains(row))
                            .limit(2)
                            .forEach(row -> differing.add("lacks " + row));
                    found.stream()
                            .filter(row -> !expected.contains(row))
                            .limit(2)
                            .forEach(row -> differing.add("has " + row));
                    if (!differing.isEmpty()) {
                        pair.store.parked(LivePair.SYNC, 0, 2).stream()
                                .map(each -> each.code() + " " + each.detail())
                                .forEach(differing::add);
                    }
                    return differing;
                },
                List.of());
    }

    private static List<String> parked(LivePair pair) {
        List<String> parked = new ArrayList<>();
        for (Parked each : pair.store.parked(LivePair.SYNC, 0, 100)) {
            parked.add(each.code().text() + " " + each.change().id().key().getFirst());
        }
        return parked;
    }

    private static void stream(LivePair pair) throws SQLException {
        sql(
                pair.source,
                WIDE.insert(301, 330),
                // Leaves, and what is long does not change.
                "update wide set status = 'idle' where id in (1, 2, 4)",
                // Enters, and what is long does not change.
                "update wide set status = 'active' where id in (3, 6, 9)",
                "update wide set m_email = 'bob@example.org', f_uppercase = 'neu' where id = 7",
                "update wide set id = 1007 where id = 10",
                "update wide set id = 1008, status = 'idle' where id = 13",
                "delete from wide where id in (8, 12)",
                "update wide set age = 200, f_trim = ' SECRET-VALUE ' where id = 16",
                "insert into wide (id, status, age) values (2000, 'active', -7)",
                "insert into wide (id, status, age) values (2001, 'idle', -7)");
    }

    @Test
    void everyFunctionAndMaskActsInSnapshotAndStream() throws Exception {
        try (LivePair pair = pair(WIDE.create(), WIDE.insert(1, 300))) {
            pair.engine.configure(
                    definition(
                            pair,
                            ",'filters':['busy']",
                            ",'filters':['busy'],'on_leave':'keep'",
                            ","
                                    + WIDE.transformation()
                                    + ",'filters':{'busy':{'wide':'status = `active`'}}"
                                    + ",'validation':{'format_validation':{'wide':{'age':{'rule':'range','min':0,'max':150}}}}"));
            pair.awaitStreaming(60);
            awaitWide(pair, pair.targets.getFirst(), BELONGS);
            awaitWide(pair, pair.targets.getLast(), BELONGS);
            stream(pair);
            await(() -> parked(pair).size(), 4);
            assertThat(parked(pair)).allMatch(each -> each.startsWith("SYN-5022 "));
            assertThat(pair.store.parked(LivePair.SYNC, 0, 9))
                    .allMatch(each -> each.detail().contains("age"))
                    .noneMatch(each -> each.detail().contains("200"));
            sql(pair.source, "update wide set age = 20 where id in (16, 2000)");
            awaitWide(pair, pair.targets.getFirst(), BELONGS);
            await(() -> parked(pair), List.of());
            // What left stays in MariaDB as it was.
            await(
                    () ->
                            rows(
                                    pair.targets.getLast(),
                                    "select user_id, status from wide where user_id in (1, 2, 3, 4, 8, 12, 13, 1007, 1008, 2001) order by 1"),
                    List.of(
                            List.of("1", "active"),
                            List.of("2", "active"),
                            List.of("3", "active"),
                            List.of("4", "active"),
                            List.of("13", "active"),
                            List.of("1007", "active")));
            verified(pair);
        }
    }

    private static void verified(LivePair pair) throws SQLException {
        List<Verification> equal = pair.engine.verify(LivePair.SYNC);
        assertThat(equal.getFirst().differences()).isEmpty();
        sql(
                pair.targets.getFirst(),
                "update wide set t_f_trim = 'by hand', m_email = 'x' where user_id = 7",
                "delete from wide where user_id = 14");
        assertThat(pair.engine.verify(LivePair.SYNC).getFirst().differences())
                .extracting(each -> each.key() + " " + each.kind())
                .containsExactlyInAnyOrder("7 DIFFERENT", "14 MISSING");
        assertThat(pair.engine.repair(LivePair.SYNC).getFirst().equal()).isTrue();
    }

    @Test
    void whatIsAppendOnlyIsNeitherChangedNorDeletedNorEmptied() throws Exception {
        try (LivePair pair =
                pair(
                        "create table events (id int primary key, what text)",
                        "insert into events select n, 'e' || n from generate_series(1, 50) n")) {
            pair.engine.configure(
                    definition(pair, "", "", ",'conflict_resolution':{'append_only':['events']}"));
            pair.awaitStreaming(60);
            sql(
                    pair.source,
                    "update events set what = 'forged' where id = 3",
                    "delete from events where id = 4",
                    "insert into events values (51, 'e51')");
            List<List<String>> all =
                    rows(
                            pair.source,
                            "select n, 'e' || n from generate_series(1, 51) n order by 1");
            for (FreshDatabase target : pair.targets) {
                await(() -> rows(target, "select * from events order by 1"), all);
            }
            await(() -> parked(pair).size(), 4);
            assertThat(parked(pair)).allMatch(each -> each.startsWith("SYN-5025 "));
            pair.restart();
            pair.awaitStreaming(30);
            sql(pair.source, "truncate events", "insert into events values (52, 'e52')");
            all.add(List.of("52", "e52"));
            for (FreshDatabase target : pair.targets) {
                await(() -> rows(target, "select * from events order by 1"), all);
            }
            assertThat(parked(pair)).hasSize(4).allMatch(each -> each.startsWith("SYN-5025 "));
        }
    }

    @Test
    void repairAddsWhatAnAppendOnlyTableLacksAndNeitherChangesNorDeletesItsRows() throws Exception {
        try (LivePair pair =
                pair(
                        "create table events (id int primary key, what text)",
                        "insert into events select n, 'e' || n from generate_series(1, 50) n")) {
            pair.engine.configure(
                    definition(pair, "", "", ",'conflict_resolution':{'append_only':['events']}"));
            pair.awaitStreaming(60);
            for (FreshDatabase target : pair.targets) {
                await(() -> rows(target, "select * from events").size(), 50);
                sql(
                        target,
                        "update events set what = 'by hand' where id = 7",
                        "delete from events where id = 8",
                        "insert into events values (90, 'nobody''s')");
            }
            pair.engine.repair(LivePair.SYNC);
            for (FreshDatabase target : pair.targets) {
                await(
                        () ->
                                rows(
                                        target,
                                        "select * from events where id in (7, 8, 90) order by 1"),
                        List.of(
                                List.of("7", "by hand"),
                                List.of("8", "e8"),
                                List.of("90", "nobody's")));
            }
            // What keeps the tables apart is told, and does not go away by asking again.
            for (Verification each : pair.engine.verify(LivePair.SYNC)) {
                assertThat(each.differences())
                        .extracting(found -> found.key() + " " + found.kind())
                        .containsExactlyInAnyOrder("7 DIFFERENT", "90 EXTRA");
            }
            assertThat(parked(pair)).allMatch(each -> each.startsWith("SYN-5025 "));
            assertThat(pair.engine.flows(LivePair.SYNC))
                    .allMatch(flow -> flow.phase() == FlowStatus.Phase.STREAMING);
        }
    }

    @Test
    void whatBreaksARuleIsLeftOutOrWrittenAsIsAsked() throws Exception {
        for (boolean skips : List.of(true, false)) {
            try (LivePair pair =
                    pair(
                            "create table users (id int primary key, email text)",
                            "insert into users values (1, 'a@example.com'), (2, 'wrong')")) {
                pair.engine.configure(
                        definition(
                                pair,
                                "",
                                "",
                                ",'validation':{'format_validation':{'users':{'email':'email'}},"
                                        + (skips
                                                ? "'skip_invalid_records':true}"
                                                : "'validation_mode':'lenient'}")));
                pair.awaitStreaming(60);
                sql(
                        pair.source,
                        "insert into users values (3, 'also wrong'), (4, 'b@example.com')",
                        "update users set email = 'wrong' where id = 1");
                List<List<String>> expected =
                        skips
                                ? List.of(List.of("4", "b@example.com"))
                                : rows(pair.source, "select * from users order by 1");
                for (FreshDatabase target : pair.targets) {
                    await(() -> rows(target, "select * from users order by 1"), expected);
                }
                assertThat(parked(pair)).isEmpty();
                assertThat(pair.engine.verify(LivePair.SYNC)).allMatch(Verification::equal);
            }
        }
    }
}
