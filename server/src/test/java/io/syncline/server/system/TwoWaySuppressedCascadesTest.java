package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.SyncDefinition;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same where the PostgreSQL itself passes nothing on, for triggers are suppressed there. */
class TwoWaySuppressedCascadesTest extends TwoWayCascadesTest {
    @Override
    SyncDefinition definition(Merging.Initial initial) {
        SyncDefinition one = super.definition(initial);
        Map<String, String> settings = new HashMap<>(one.source().settings());
        settings.put("triggers", "suppress");
        return new SyncDefinition(
                one.id(),
                one.name(),
                one.direction(),
                one.mode(),
                new EndpointSpec("here", "postgresql", settings),
                one.destinations(),
                one.tables(),
                one.collections(),
                one.schedule(),
                one.retry(),
                one.workers(),
                one.existing(),
                one.options(),
                one.wording(),
                one.createdMillis());
    }

    @Test
    void aChangedKeyTakesTheRowsAlongThatChangeWithIt() throws Exception {
        run(theirs, "SET foreign_key_checks = 0");
        theirs.setAutoCommit(false);
        run(
                theirs,
                "UPDATE account SET id = 11 WHERE id = 1",
                "UPDATE entry SET account = 11 WHERE account = 1");
        theirs.commit();
        theirs.setAutoCommit(true);
        await(() -> rows(ours).containsKey(11L));
        await(() -> count(ours, "entry", "account = 11") == 1);
        assertThat(rows(ours)).isEqualTo(rows(theirs));
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
    }
}
