package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.ExistingData;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Unique values that rows hand to each other, so that none of them can go first. */
class SwappedValuesTest {
    private static final String[] TABLES = {
        "create table seats (id integer primary key, seat varchar(9) not null"
                + " unique deferrable initially deferred, note text)",
        "create table lockers (id integer primary key, locker integer"
                + " unique deferrable initially deferred, note text)",
        "insert into seats select i, 'seat ' || i, null from generate_series(1, 60) i",
        // Too large to be told again by an update of another field.
        "insert into lockers select i, i,"
                + " (select string_agg(md5(n::text), '') from generate_series(i, i + 300) n)"
                + " from generate_series(1, 60) i"
    };

    private static void sql(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        }
    }

    private static Map<String, String> rows(FreshDatabase database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select concat('s', id), seat, coalesce(note, '') from seats union all"
                                        + " select concat('l', id), concat(locker, ''), md5(note)"
                                        + " from lockers")) {
            while (row.next()) {
                rows.put(row.getString(1), row.getString(2) + " " + row.getString(3));
            }
        }
        return rows;
    }

    @Test
    void aRingOfUniqueValuesGoesThroughWhateverLaneItsRowsAreIn() throws Exception {
        try (LivePair pair =
                new LivePair(
                        Services.postgres(18).freshDatabase(),
                        Services.postgres(18).freshDatabase(),
                        Services.mariaDb().freshDatabase())) {
            sql(pair.source, TABLES);
            pair.engine.configure(pair.definition(3, ExistingData.REFUSE));
            pair.awaitStreaming(60);
            for (String table : new String[] {"seats", "lockers"}) {
                String column = table.substring(0, table.length() - 1);
                String shift =
                        "update %s set %s = case when id = %d then %s else %s end where id between %d and %d";
                String number = table.equals("seats") ? "'seat ' || " : "";
                for (int[] ring : new int[][] {{1, 2}, {11, 13}, {21, 29}, {31, 60}}) {
                    sql(
                            pair.source,
                            shift.formatted(
                                    table,
                                    column,
                                    ring[1],
                                    number + ring[0],
                                    number + "(id + 1)",
                                    ring[0],
                                    ring[1]));
                }
            }
            sql(pair.source, "update seats set note = 'last' where id = 60");
            sql(pair.source, "update lockers set note = 'last' where id = 60");
            Map<String, String> expected = rows(pair.source);
            long until = System.nanoTime() + 60_000_000_000L;
            while (System.nanoTime() < until
                    && !(rows(pair.targets.getFirst()).equals(expected)
                            && rows(pair.targets.getLast()).equals(expected))) {
                Thread.sleep(100);
            }
            assertThat(pair.store.parked(LivePair.SYNC, 0, 100))
                    .extracting(each -> each.flow() + " " + each.change().id())
                    .isEmpty();
            for (FreshDatabase target : pair.targets) {
                assertThat(rows(target))
                        .as(() -> pair.engine.flows(LivePair.SYNC).toString())
                        .isEqualTo(expected);
            }
        }
    }
}
