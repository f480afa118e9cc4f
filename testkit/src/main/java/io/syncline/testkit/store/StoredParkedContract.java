package io.syncline.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.engine.store.Owner;
import io.syncline.engine.sync.Parked;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store keeps of rows that wait for a person. */
public interface StoredParkedContract extends StoreUnderTest {
    /** Later changes of a parked row fold into its entry. */
    @Test
    default void aRowHasOneParkedEntryPerFlow() {
        Owner owner = own("sync_a");
        store().nextEpoch(owner, "f");
        store().nextEpoch(owner, "g");
        Parked first = store().park(1, StoreSamples.parked("sync_a", "f", 1, "old"));
        Parked second = store().park(1, StoreSamples.parked("sync_a", "f", 2, "other row"));
        Parked elsewhere = store().park(1, StoreSamples.parked("sync_a", "g", 1, "other flow"));
        Parked again = StoreSamples.parked("sync_a", "f", 1, "new", Code.UNIQUE_TAKEN, 99);

        Parked folded = store().park(1, again);

        Parked wanted =
                new Parked(
                        first.id(),
                        "sync_a",
                        "f",
                        again.change(),
                        Code.UNIQUE_TAKEN,
                        "new",
                        first.millis());
        assertThat(folded).isEqualTo(wanted);
        assertThat(store().parkedRow(first.id())).isEqualTo(wanted);
        assertThat(store().parked("sync_a", 0, 10)).containsExactly(wanted, second, elsewhere);
        assertThat(store().parked("sync_a", first.id(), 1)).containsExactly(second);
        assertThat(store().parkedRows("f"))
                .containsExactly(wanted.change().id(), second.change().id());
    }

    /** A settled entry is gone; the row may be parked anew, under a new id. */
    @Test
    default void aSettledRowIsGone() {
        Owner owner = own("sync_a");
        store().nextEpoch(owner, "f");
        Parked first = store().park(1, StoreSamples.parked("sync_a", "f", 1, "a"));

        store().settle(1, first);
        store().settle(1, first);

        assertThat(store().parkedRow(first.id())).isNull();
        assertThat(store().parkedRows("f")).isEmpty();
        assertThat(store().park(1, StoreSamples.parked("sync_a", "f", 1, "b")).id())
                .isGreaterThan(first.id());
    }

    /** Keys of any size and kind can be parked, and nothing of a value is lost. */
    @Test
    default void anyRowCanBeParked() {
        Owner owner = own("sync_a");
        store().nextEpoch(owner, "f");
        RowId id =
                RowId.of(
                        "public.no key",
                        new Value.Text("ä\u0000\ud800".repeat(20_000)),
                        new Value.Bytes(new byte[100_000]),
                        new Value.Real(Double.NaN),
                        new Value.Other("interval", "1 mon"),
                        Value.nothing());
        Parked parked =
                StoreSamples.parked("sync_a", "f", id, Image.absent(), "x", Code.CONSTRAINT, 1);

        Parked kept = store().park(1, parked);

        assertThat(store().parkedRow(kept.id())).isEqualTo(kept);
        assertThat(kept.change()).isEqualTo(parked.change());
        assertThat(store().park(1, parked).id()).isEqualTo(kept.id());
        assertThat(store().parkedRows("f")).containsExactly(id);
    }

    /** Two lanes that park the same row at once make one entry. */
    @Test
    default void lanesThatParkOneRowTogetherMakeOneEntry() {
        Owner owner = own("sync_a");
        store().nextEpoch(owner, "f");

        List<Long> ids =
                StoreUnderTest.together(
                        20, () -> store().park(1, StoreSamples.parked("sync_a", "f", 1, "a")).id());

        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(store().parked("sync_a", 0, 10)).hasSize(1);
    }

    /** What a person gives up is gone, whoever runs the sync, and nothing else is. */
    @Test
    default void aDiscardedRowIsGone() {
        long epoch = store().nextEpoch(own("sync_a"), "f");
        Parked first = store().park(epoch, StoreSamples.parked("sync_a", "f", 1, "a"));
        Parked second = store().park(epoch, StoreSamples.parked("sync_a", "f", 2, "b"));
        store().takeOver("sync_a");

        store().discard(first.id());
        store().discard(first.id());

        assertThat(store().parked("sync_a", 0, 10)).containsExactly(second);
    }
}
