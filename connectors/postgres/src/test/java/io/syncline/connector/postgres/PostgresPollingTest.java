package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresPollingTest {
    private static Map<String, String> by(String column) {
        return Map.of(
                "capture", "polling",
                "change_column", column,
                "change_overlap", "1s",
                "delete_check_every", "50ms");
    }

    @Test
    void rowsAboveTheirMarkAreToldAndACommitWithinTheOverlapIsNotPassedOver() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18, by("changed"))) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, changed timestamptz)",
                    "INSERT INTO t SELECT g, '2024-01-01' FROM generate_series(1, 3) g");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.endpoint.read(on.endpoint.prepare(selection), selection);
                    Connection late = on.connect();
                    Statement held = late.createStatement()) {
                on.drain(reader);
                late.setAutoCommit(false);
                held.execute("UPDATE t SET changed = clock_timestamp() WHERE id = 1");
                on.run("UPDATE t SET changed = clock_timestamp() WHERE id = 2");
                assertThat(on.told(reader)).hasSize(1).allMatch(text -> text.startsWith("2="));
                late.commit();
                assertThat(on.told(reader)).hasSize(1).allMatch(text -> text.startsWith("1="));
                assertThat(on.told(reader)).isEmpty();

                on.run("UPDATE t SET id = 9 WHERE id = 2");
                assertThat(on.told(reader)).hasSize(1).allMatch(text -> text.startsWith("9="));
            }
        }
    }

    @Test
    void manyRowsOfOneValueComeInPagesAndAReaderGoesOnWhereItsPlaceIs() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18, by("changed"))) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, changed bigint)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.endpoint.read(on.endpoint.prepare(selection), selection)) {
                on.run("INSERT INTO t SELECT g, 7 FROM generate_series(1, 5000) g");
                assertThat(on.told(reader)).hasSize(5000).doesNotHaveDuplicates();
                Thread.sleep(1100);
                on.drain(reader);
                on.run("INSERT INTO t VALUES (6000, 8)");
                assertThat(on.told(reader)).containsExactly("6000=8");
            }
            Position place = on.last();
            on.run("INSERT INTO t VALUES (6001, 9)", "INSERT INTO t VALUES (1000000, NULL)");
            try (Reader again = on.endpoint.read(place, selection)) {
                assertThat(on.told(again)).contains("6000=8", "6001=9").hasSizeLessThan(5003);
            }
        }
    }

    @Test
    void aTableWithoutAChangeColumnIsReadWholeAndToldWhereItDiffers() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18, by("changed"))) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text)",
                    "INSERT INTO t SELECT g, 'a' FROM generate_series(1, 50) g");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.endpoint.read(on.endpoint.prepare(selection), selection)) {
                assertThat(on.told(reader)).hasSize(50);
                Thread.sleep(60);
                assertThat(on.told(reader)).isEmpty();
                on.run("UPDATE t SET v = 'b' WHERE id = 7");
                Thread.sleep(60);
                assertThat(on.told(reader)).contains("7=b");
            }
            List<Finding> findings = on.endpoint.preflight(selection);
            assertThat(findings).hasSize(1);
            assertThat(on.endpoint.capture().goneEvery()).isEqualTo(Duration.ofMillis(50));
            assertThat(on.endpoint.capture().method()).isEqualTo(Capture.Method.POLLING);
        }
    }
}
