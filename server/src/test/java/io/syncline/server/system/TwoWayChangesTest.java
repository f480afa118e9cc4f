package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.guard.Guards;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What becomes of mass deletes and of tables that change, at either end of a two-way sync. */
class TwoWayChangesTest extends TwoAccounts {
    @Test
    void anEmptiedTableWaitsForAWord() throws Exception {
        run(
                ours,
                "INSERT INTO account SELECT n, 'many', null, 1, 1 FROM generate_series(1, 1200) AS n");
        SyncDefinition plain = definition(Merging.Initial.REVIEW);
        configure(plain.with(plain.options().with(Guards.standard())));
        awaitEqual();
        run(ours, "TRUNCATE account");
        await(() -> engine.find(SYNC).state() == SyncState.PAUSED);
        assertThat(rows(theirs)).hasSize(1200);
        assertThat(engine.find(SYNC).problem()).contains("emptied");
        engine.resume(SYNC);
        await(() -> rows(theirs).isEmpty());
    }

    /** Neither a mass of deletes by a person's slip goes on, from whichever end. */
    @Test
    void aMassOfDeletesWaitsForAWord() throws Exception {
        run(
                ours,
                "INSERT INTO account SELECT n, 'many', null, 1, 1 FROM generate_series(1, 2400) AS n");
        SyncDefinition plain = definition(Merging.Initial.REVIEW);
        configure(plain.with(plain.options().with(Guards.standard())));
        awaitEqual();
        run(theirs, "DELETE FROM account WHERE id <= 1000");
        awaitEqual();
        assertThat(rows(ours)).hasSize(1400);
        run(theirs, "DELETE FROM account WHERE id <= 2300");
        await(() -> engine.find(SYNC).state() == SyncState.PAUSED);
        assertThat(rows(ours)).hasSize(1400);
        assertThat(engine.find(SYNC).problem()).contains("2300 of about 2400 rows of account");
        engine.resume(SYNC);
        awaitEqual();
        assertThat(rows(ours)).hasSize(100);
    }

    /** The other end gets the column, and what is in it. */
    @Test
    void aColumnThatIsAddedAtTheSourceIsFollowed() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'a', null, 1, 1), (2, 'b', null, 1, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        run(ours, "ALTER TABLE account ADD COLUMN extra int");
        run(ours, "UPDATE account SET extra = 5 WHERE id = 1");
        await(() -> "5".equals(extra(theirs, 1)));
        run(theirs, "UPDATE account SET extra = 6, name = 'c' WHERE id = 2");
        await(() -> "6".equals(extra(ours, 2)));
        awaitEqual();
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }

    /** Rows that hand unique values to each other go as one. */
    @Test
    void uniqueValuesAreExchanged() throws Exception {
        run(
                ours,
                "ALTER TABLE account ADD UNIQUE (name)",
                "ALTER TABLE account ADD UNIQUE (stock)");
        run(theirs, "ALTER TABLE account ADD UNIQUE (name), ADD UNIQUE (stock)");
        run(ours, "INSERT INTO account VALUES (1, 'a', null, 1, 1), (2, 'b', null, 2, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        exchange(ours);
        await(() -> rows(theirs).getOrDefault(1L, "").startsWith("b|null|2"));
        awaitEqual();
        exchange(theirs);
        await(() -> rows(ours).getOrDefault(1L, "").startsWith("a|null|1"));
        awaitEqual();
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
    }

    private static void exchange(Connection end) throws SQLException {
        end.setAutoCommit(false);
        run(end, "CREATE TEMPORARY TABLE kept AS SELECT id, name, stock FROM account");
        run(
                end,
                "UPDATE account SET name = null, stock = -id",
                "UPDATE account SET name = (SELECT name FROM kept WHERE kept.id = 3 - account.id)",
                "UPDATE account SET stock = (SELECT stock FROM kept WHERE kept.id = 3 - account.id)");
        end.commit();
        end.setAutoCommit(true);
    }

    /** What only one end has of a row is still there after its key was changed at the other. */
    @Test
    void aKeyThatIsChangedTakesTheRowAlong() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'a', null, 1, 1), (2, 'b', null, 1, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        run(theirs, "ALTER TABLE account ADD COLUMN remark varchar(20)");
        run(theirs, "UPDATE account SET remark = 'theirs alone', name = 'c' WHERE id = 1");
        run(ours, "UPDATE account SET id = 11 WHERE id = 1");
        await(() -> rows(theirs).size() == 2 && rows(ours).equals(rows(theirs)));
        run(theirs, "UPDATE account SET id = 12 WHERE id = 2");
        awaitEqual();
        assertThat(value(theirs, "remark", 11)).isEqualTo("theirs alone");
        assertThat(value(ours, "name", 11)).isEqualTo("c");
        assertThat(value(ours, "name", 12)).isEqualTo("b");
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }

    /** No row is told of: they are looked at, and what somebody sets meanwhile counts. */
    @Test
    void aColumnThatIsAddedWithAValueFillsTheOtherEnd() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'a', null, 1, 1), (2, 'b', null, 1, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        run(ours, "ALTER TABLE account ADD COLUMN extra int NOT NULL DEFAULT 7");
        await(() -> "7".equals(extra(theirs, 1)) && "7".equals(extra(theirs, 2)));
        run(theirs, "UPDATE account SET extra = 6 WHERE id = 2");
        await(() -> "6".equals(extra(ours, 2)));
        awaitEqual();
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }
}
