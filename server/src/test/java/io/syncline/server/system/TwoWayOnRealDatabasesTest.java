package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Conflict;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PostgreSQL and MariaDB, both written, are kept equal. */
class TwoWayOnRealDatabasesTest extends TwoAccounts {
    @Test
    void rowsOfBothSidesMeetAndThenBothAreFollowed() throws Exception {
        run(
                ours,
                "INSERT INTO account VALUES (1, 'same', 's@x', 5, 1.50), (2, 'only here', null, 1,"
                        + " null), (4, 'ours', 'o@x', 7, 2)");
        run(
                theirs,
                "INSERT INTO account VALUES (1, 'same', 's@x', 5, 1.50), (3, 'only there', null,"
                        + " 2, 3), (4, 'theirs', 't@x', 9, 2)");
        configure(Merging.Initial.A_WINS);
        awaitEqual();
        assertThat(rows(theirs))
                .containsEntry(2L, "only here|null|1|null")
                .containsEntry(3L, "only there|null|2|3.00")
                .containsEntry(4L, "ours|o@x|7|2.00")
                .hasSize(4);
        // Different fields of one row, at the same time.
        run(ours, "UPDATE account SET name = 'renamed' WHERE id = 1");
        run(theirs, "UPDATE account SET price = 9.99 WHERE id = 1");
        run(ours, "INSERT INTO account VALUES (10, 'new here', null, 1, 1)");
        run(theirs, "INSERT INTO account VALUES (11, 'new there', null, 1, 1)");
        run(ours, "DELETE FROM account WHERE id = 3");
        awaitRow(1, "renamed|s@x|5|9.99");
        awaitEqual();
        assertThat(rows(ours)).containsKeys(1L, 2L, 4L, 10L, 11L).hasSize(5);
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }

    private void awaitRow(long id, String wanted) throws SQLException, InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!wanted.equals(rows(ours).get(id)) || !wanted.equals(rows(theirs).get(id))) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        rows(ours).get(id) + " " + rows(theirs).get(id) + engine.flows(SYNC));
            }
            Thread.sleep(20);
        }
    }

    /** Both change it while the sync rests: it counts, asks, and takes the later. */
    @Test
    void whatBothChangedGoesByTheRules() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'a', 'a@x', 10, 1), (2, 'b', 'b@x', 10, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        engine.pause(SYNC);
        run(ours, "UPDATE account SET stock = stock - 3, name = 'first' WHERE id = 1");
        // MariaDB's log tells seconds.
        Thread.sleep(1100);
        run(theirs, "UPDATE account SET stock = stock + 5, name = 'second' WHERE id = 1");
        run(ours, "UPDATE account SET email = 'x@x' WHERE id = 2");
        run(theirs, "UPDATE account SET email = 'y@x', name = 'goes on' WHERE id = 2");
        engine.resume(SYNC);
        awaitStreaming();
        awaitRow(1, "second|a@x|12|1.00");
        long end = System.nanoTime() + 30_000_000_000L;
        while (store.pairs().waiting(FLOW).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(store.pairs().waiting(FLOW)).hasSize(1);
        assertThat(engine.flows(SYNC).getFirst().parked()).isEqualTo(1);
        // What nobody disputes goes on, and the disputed field stays as it is on either side.
        while (!"goes on|x@x|10|1.00".equals(rows(ours).get(2L)) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(rows(ours)).containsEntry(2L, "goes on|x@x|10|1.00");
        assertThat(rows(theirs)).containsEntry(2L, "goes on|y@x|10|1.00");
    }

    /** What another row stands in the way of waits, is told, and goes as soon as it can. */
    @Test
    void whatAnEndRefusesWaitsAndIsTakenLater() throws Exception {
        run(theirs, "CREATE UNIQUE INDEX one_each ON account (email)");
        configure(Merging.Initial.REVIEW);
        run(ours, "INSERT INTO account VALUES (1, 'a', 'same@x', 1, 1), (2, 'b', 'same@x', 1, 1)");
        await(() -> !store.pairs().waiting(FLOW).isEmpty());
        assertThat(store.pairs().waiting(FLOW).getFirst().review().conflicts().getFirst().kind())
                .isEqualTo(Conflict.Kind.UNIQUE);
        run(ours, "INSERT INTO account VALUES (3, 'goes on', 'c@x', 1, 1)");
        awaitRow(3, "goes on|c@x|1|1.00");
        run(ours, "UPDATE account SET email = 'other@x' WHERE id = 2");
        awaitEqual();
        await(() -> store.pairs().waiting(FLOW).isEmpty());
        assertThat(store.events(SYNC, 0, 100))
                .extracting(SyncEvent::type)
                .contains("conflict_detected", "conflict_resolved");
    }

    /** The edit that makes a row leave the filter is given to the other end first. */
    @Test
    void aRowThatLeavesIsGivenAndLetGoOf() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'in', null, 5, 1), (2, 'out', null, 0, 1)");
        run(theirs, "INSERT INTO account VALUES (3, 'out', null, 0, 1), (4, 'in', null, 5, 1)");
        TableRules rules = TableRules.none();
        TableRules filtered =
                new TableRules(
                        rules.fields(),
                        false,
                        rules.transforms(),
                        rules.types(),
                        rules.masks(),
                        List.of(new RowRule("stocked", "stock > 0", true, "/filters")),
                        false,
                        rules.validation(),
                        false);
        SyncDefinition plain = definition(Merging.Initial.REVIEW);
        ShapeRules shape =
                new ShapeRules(List.of(new ShapeRules.Side(filtered, Map.of(), List.of())), null);
        configure(plain.with(plain.options().with(shape)));
        await(() -> rows(ours).containsKey(4L) && rows(theirs).containsKey(1L));
        assertThat(rows(ours)).containsOnlyKeys(1L, 2L, 4L);
        assertThat(rows(theirs)).containsOnlyKeys(1L, 3L, 4L);
        // It leaves by an edit of theirs, which ours must not miss.
        run(theirs, "UPDATE account SET stock = 0, name = 'sold' WHERE id = 4");
        await(() -> !rows(theirs).containsKey(4L));
        assertThat(rows(ours)).containsEntry(4L, "sold|null|0|1.00");
        run(ours, "UPDATE account SET stock = 7 WHERE id = 4");
        await(() -> "sold|null|7|1.00".equals(rows(theirs).get(4L)));
    }

    /** Nobody empties a large table of the other end without a person's word. */
}
