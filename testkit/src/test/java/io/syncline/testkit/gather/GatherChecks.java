package io.syncline.testkit.gather;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.engine.gather.GatherTerms;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Parked;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemoryReplica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has to be so at rest, by an own, plain reading of the rules.
 *
 * @param said all that each source has ever said of a row
 */
record GatherChecks(
        Store store,
        List<MemoryDatabase> sources,
        MemoryReplica destination,
        GatherTerms terms,
        List<Map<RowId, Set<Image>>> said) {
    void atRest() {
        Map<RowId, Parked> parked =
                store.parked(GatherWorld.SYNC, 0, 100).stream()
                        .collect(Collectors.toMap(each -> each.change().id(), each -> each));
        Map<RowId, Row> rows = destination.database().committed();
        for (long key = 1; key <= GatherWorld.KEYS + 1; key++) {
            RowId id = RowId.of(GatherWorld.ITEM, new Value.Int(key));
            List<@Nullable Row> now =
                    sources.stream().<@Nullable Row>map(each -> each.committed(id)).toList();
            Row stands = rows.get(id);
            int votes = votes(now);
            if (terms.confirmations() > 0 && votes < terms.confirmations()) {
                assertThat(parked.get(id)).as("held: " + id + now).isNotNull();
                assertThat(parked.get(id).code()).isEqualTo(Code.UNVERIFIED);
            } else {
                assertThat(parked).as("written: " + id + now).doesNotContainKey(id);
                should(now, stands);
            }
        }
        destination.effects().forEach(this::wasVerified);
    }

    private static int votes(List<@Nullable Row> now) {
        Map<Object, Integer> votes = new HashMap<>();
        now.forEach(row -> votes.merge(row == null ? "none" : vote(row), 1, Integer::sum));
        return votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** The row at the destination is what an own, plain reading of the rules makes of it. */
    private void should(List<@Nullable Row> now, @Nullable Row stands) {
        List<Row> present = new ArrayList<>();
        int most = terms.confirmations() == 0 ? 0 : votes(now);
        for (Row row : now) {
            if (row != null) {
                present.add(row);
            }
        }
        List<Row> winners = present;
        if (most > 0) {
            Row firstOfMost = null;
            boolean gone = false;
            for (Row row : now) {
                long same =
                        now.stream()
                                .filter(
                                        each ->
                                                row == null
                                                        ? each == null
                                                        : each != null
                                                                && vote(each).equals(vote(row)))
                                .count();
                if (same == most && firstOfMost == null && !gone) {
                    gone = row == null;
                    firstOfMost = row;
                }
            }
            Row won = firstOfMost;
            winners =
                    won == null
                            ? List.of()
                            : present.stream().filter(r -> vote(r).equals(vote(won))).toList();
        }
        assertThat(stands == null).as(now + " → " + stands).isEqualTo(winners.isEmpty());
        if (stands != null) {
            assertThat(stands.get("a")).isEqualTo(winners.getFirst().get("a"));
            Value b =
                    winners.stream()
                            .filter(row -> row.header().indexOf("b") >= 0)
                            .map(row -> row.get("b"))
                            .findFirst()
                            .orElse(Value.Null.NULL);
            assertThat(stands.get("b")).as(now + " → " + stands).isEqualTo(b);
        }
    }

    /** What was ever written, so many sources have said; when, each for itself. */
    private void wasVerified(MemoryReplica.Effect effect) {
        Row after = effect.after();
        if (after == null || terms.confirmations() == 0) {
            return;
        }
        long sayers =
                said.stream()
                        .filter(
                                each ->
                                        each.getOrDefault(effect.id(), Set.of())
                                                .contains(vote(after)))
                        .count();
        assertThat(sayers).as("written: " + after).isGreaterThanOrEqualTo(terms.confirmations());
    }

    static Image vote(Row row) {
        Value id = row.get("id");
        Value a = row.get("a");
        return Image.whole(Row.of(Map.of("id", id, "a", a)));
    }
}
