package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.facing.Convention;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An application of PostgreSQL that marks its deleted rows: what many marks at once come to. */
class MarkedRowsTest extends TwoAccounts {
    private static final int ROWS = 1200;

    private void begin1200() throws Exception {
        run(
                ours,
                "ALTER TABLE account ADD COLUMN deleted_at timestamptz",
                "INSERT INTO account SELECT n, 'many', null, 1, 1 FROM generate_series(1, 1200) AS n");
        SyncDefinition plain = definition(Merging.Initial.REVIEW);
        Convention soft = new Convention.SoftDelete(null, "deleted_at", null, null, "");
        Merging merging =
                merging(Merging.Initial.REVIEW)
                        .with(Map.of("here", new Conventions(List.of(soft))));
        configure(plain.with(plain.options().with(Guards.standard()).with(merging)));
        awaitEqual();
    }

    private long marked() {
        String sql = "(SELECT count(*) FROM account WHERE deleted_at IS NOT NULL)";
        String count = value(ours, sql, 1);
        return count == null ? -1 : Long.parseLong(count);
    }

    @Test
    void manyMarksWaitForAWord() throws Exception {
        begin1200();
        run(ours, "UPDATE account SET deleted_at = now()");
        await(() -> engine.find(SYNC).state() == SyncState.PAUSED);
        assertThat(rows(theirs)).hasSize(ROWS);
        assertThat(engine.find(SYNC).problem()).contains("1200 of about 1200 rows");
        engine.resume(SYNC);
        await(() -> rows(theirs).isEmpty());
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }

    /** Marks that the sync has set are its own: nobody is asked again for them. */
    @Test
    void deletesOfTheOtherEndAreAskedForOnce() throws Exception {
        begin1200();
        run(theirs, "DELETE FROM account");
        await(() -> engine.find(SYNC).state() == SyncState.PAUSED);
        assertThat(marked()).isZero();
        engine.resume(SYNC);
        await(() -> marked() == ROWS);
        run(ours, "INSERT INTO account VALUES (5000, 'goes on', null, 1, 1, null)");
        await(() -> rows(theirs).containsKey(5000L));
        assertThat(engine.find(SYNC).state()).isEqualTo(SyncState.RUNNING);
    }
}
