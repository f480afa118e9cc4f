package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Conflict;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.SyncDefinition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletes that foreign keys pass on, at either end of a two-way sync. */
class TwoWayCascadesTest extends TwoAccounts {
    @BeforeEach
    void entries() throws Exception {
        for (Connection each : List.of(ours, theirs)) {
            run(
                    each,
                    "CREATE TABLE entry (id bigint PRIMARY KEY, account bigint, note varchar(40),"
                            + " FOREIGN KEY (account) REFERENCES account (id) ON DELETE CASCADE)",
                    "CREATE TABLE part (id bigint PRIMARY KEY, whole bigint, FOREIGN KEY (whole)"
                            + " REFERENCES part (id) ON DELETE CASCADE)");
        }
        run(ours, "INSERT INTO part VALUES (1, null), (2, 1), (3, 2), (4, 3), (5, null), (6, 5)");
        run(ours, "INSERT INTO account SELECT n, 'a', null, 1, 1 FROM generate_series(1, 6) AS n");
        run(ours, "INSERT INTO entry SELECT n, n, 'old' FROM generate_series(1, 6) AS n");
        SyncDefinition one = definition(Merging.Initial.REVIEW);
        configure(
                new SyncDefinition(
                        one.id(),
                        one.name(),
                        one.direction(),
                        one.mode(),
                        one.source(),
                        one.destinations(),
                        List.of("account", "entry", "part"),
                        one.collections(),
                        one.schedule(),
                        one.retry(),
                        one.workers(),
                        one.existing(),
                        one.options(),
                        one.wording(),
                        one.createdMillis()));
        await(() -> count(theirs, "entry", "true") + count(theirs, "part", "true") == 12);
    }

    static int count(Connection connection, String table, String where) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM " + table + " WHERE " + where)) {
            row.next();
            return row.getInt(1);
        }
    }

    private boolean waits(String collection, Conflict.Kind kind) {
        return store.pairs().waiting(FLOW).stream()
                .map(Pair::review)
                .map(Objects::requireNonNull)
                .anyMatch(
                        review ->
                                review.told().id().collection().endsWith(collection)
                                        && review.conflicts().getFirst().kind() == kind);
    }

    private void meanwhile(Connection deletes, String where, Connection edits, String edit)
            throws Exception {
        engine.pause(SYNC);
        run(deletes, "DELETE FROM account WHERE " + where);
        run(edits, edit);
        engine.resume(SYNC);
    }

    @Test
    void aDeleteGoesOnWithAllThatWentWithIt() throws Exception {
        run(ours, "DELETE FROM account WHERE id = 1");
        // Its log does not tell what went along.
        run(theirs, "DELETE FROM account WHERE id = 2");

        await(() -> count(ours, "account", "id <= 2") + count(theirs, "account", "id <= 2") == 0);
        await(() -> count(ours, "entry", "id <= 2") + count(theirs, "entry", "id <= 2") == 0);
        assertThat(count(ours, "entry", "true")).isEqualTo(4);
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
    }

    @Test
    void aTreeGoesFromItsLeavesOn() throws Exception {
        run(theirs, "DELETE FROM part WHERE id = 1");
        run(ours, "DELETE FROM part WHERE id = 5");

        await(() -> count(ours, "part", "true") + count(theirs, "part", "true") == 0);
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
    }

    @Test
    void anEditOfWhatWouldGoAlongWaitsForAPersonAndSoDoesTheDelete() throws Exception {
        for (boolean first : new boolean[] {true, false}) {
            int id = first ? 3 : 4;
            Connection deletes = first ? ours : theirs;
            Connection edits = first ? theirs : ours;
            meanwhile(
                    deletes,
                    "id = " + id,
                    edits,
                    "UPDATE entry SET note = 'edited' WHERE id = " + id);

            await(
                    () ->
                            waits("entry", Conflict.Kind.UPDATE_DELETE)
                                    && waits("account", Conflict.Kind.FOREIGN_KEY));
            assertThat(count(edits, "entry", "note = 'edited'")).isEqualTo(1);
            assertThat(count(edits, "account", "id = " + id)).isEqualTo(1);

            run(edits, "DELETE FROM entry WHERE id = " + id);
            await(() -> count(edits, "account", "id = " + id) == 0);
            await(() -> store.pairs().waiting(FLOW).isEmpty());
        }
    }

    @Test
    void aNewRowThatNobodyKnowsOfDoesNotGoAlong() throws Exception {
        for (boolean first : new boolean[] {true, false}) {
            int id = first ? 5 : 6;
            Connection edits = first ? theirs : ours;
            meanwhile(
                    first ? ours : theirs,
                    "id = " + id,
                    edits,
                    "INSERT INTO entry VALUES (%d, %d, 'new')".formatted(10 + id, id));

            await(() -> waits("account", Conflict.Kind.FOREIGN_KEY));
            assertThat(count(edits, "entry", "note = 'new'")).isEqualTo(1);
            run(edits, "DELETE FROM entry WHERE id = " + (10 + id));
            await(() -> count(edits, "account", "id = " + id) == 0);
            await(() -> store.pairs().waiting(FLOW).isEmpty());
        }
    }
}
