package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MySqlWeatherTest {
    private static final Layout LAYOUT =
            layout("plain", field("id", new FieldType.Int(32)), field("v", new FieldType.Int(32)));

    private static Row row(long id, long v) {
        return Row.of(Map.of("id", whole(id), "v", whole(v)));
    }

    @Test
    void aConnectionThatIsCutMidwayWritesNothingAndTheNextOneWorks() throws Exception {
        try (Place place = new Place();
                Connection blocker = place.database.connect();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            place.made(LAYOUT);
            place.apply(store("plain", row(1, 1)));
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("SELECT * FROM plain WHERE id = 1 FOR UPDATE");
            }
            Write[] writes = {store("plain", row(0, 2)), store("plain", row(1, 2))};
            CompletableFuture<List<Outcome>> waiting =
                    CompletableFuture.supplyAsync(() -> place.apply(writes), threads);
            String waiter = null;
            while (waiter == null && !waiting.isDone()) {
                waiter =
                        place.one(
                                "SELECT max(id) FROM information_schema.processlist WHERE db ="
                                        + " DATABASE() AND info LIKE 'INSERT INTO `plain`%'");
            }
            place.sql("KILL " + waiter);

            assertThatThrownBy(waiting::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> {
                                assertThat(e.kind()).isEqualTo(EndpointException.Kind.TRANSIENT);
                                assertThat(e.code()).isEqualTo(Code.CONNECTION_LOST);
                            });
            blocker.rollback();
            assertThat(place.rows(LAYOUT)).containsExactly(row(1, 1));
            assertThat(place.apply(writes)).allMatch(Outcome.applied()::equals);
        }
    }

    @Test
    void writersThatMeetInOppositeOrderAllComeThrough() throws Exception {
        try (Place place = new Place();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            place.made(LAYOUT);
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int writer = i;
                writers.add(CompletableFuture.runAsync(() -> write(place, writer), threads));
            }
            writers.forEach(CompletableFuture::join);
            assertThat(place.rows(LAYOUT)).hasSize(50);
        }
    }

    private static void write(Place place, int writer) {
        for (int round = 0; round < 20; round++) {
            Write[] writes = new Write[50];
            for (int i = 0; i < 50; i++) {
                int id = writer % 2 == 0 ? i : 49 - i;
                writes[i] = store("plain", row(id, round * 10L + writer));
            }
            assertThat(place.apply(writes)).allMatch(Outcome.applied()::equals);
        }
    }

    @Test
    void aTableThatIsGoneIsForAPersonToMend() throws Exception {
        try (Place place = new Place()) {
            place.made(LAYOUT);
            place.apply(store("plain", row(1, 1)));
            place.sql("DROP TABLE plain");
            assertThatThrownBy(() -> place.apply(store("plain", row(2, 2))))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e ->
                                    assertThat(e.kind())
                                            .isEqualTo(EndpointException.Kind.MISCONFIGURED));
        }
    }
}
