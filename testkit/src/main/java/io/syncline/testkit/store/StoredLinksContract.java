package io.syncline.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Links;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a store keeps of rows that both ends number. */
public interface StoredLinksContract extends StoreUnderTest {
    private static Value number(long number) {
        return new Value.Int(number);
    }

    /** Keys of whatever kind, and only where they were linked. */
    @Test
    default void aLinkIsFoundFromBothEnds() {
        store().nextEpoch(own("sync_f"), "f");
        store().nextEpoch(own("sync_g"), "g");
        Links links = store().pairs().links();
        Value uuid = new Value.Uuid(new UUID(1, 2));
        Value object = new Value.Other("objectId", "0123");
        links.add("f", "item", Map.of(number(5), number(17), uuid, object));

        assertThat(links.find("f", "item", Which.OURS, List.of(number(5), uuid, number(17))))
                .isEqualTo(Map.of(number(5), number(17), uuid, object));
        assertThat(links.find("f", "item", Which.THEIRS, List.of(object)))
                .containsEntry(object, uuid);
        assertThat(links.find("f", "item", Which.THEIRS, List.of())).isEmpty();
        assertThat(links.find("f", "other", Which.OURS, List.of(number(5)))).isEmpty();
        assertThat(links.find("g", "item", Which.OURS, List.of(number(5)))).isEmpty();
    }

    /** Each key is in one link, and whoever comes second has no effect. */
    @Test
    default void aLinkIsNeverChanged() {
        store().nextEpoch(own("sync_f"), "f");
        Links links = store().pairs().links();
        links.add("f", "item", Map.of(number(1), number(10)));
        Map<Value, Value> more = new LinkedHashMap<>();
        more.put(number(1), number(20));
        more.put(number(2), number(10));
        more.put(number(3), number(30));

        links.add("f", "item", more);

        assertThat(links.find("f", "item", Which.OURS, List.of(number(1), number(2), number(3))))
                .isEqualTo(Map.of(number(1), number(10), number(3), number(30)));
        assertThat(links.find("f", "item", Which.THEIRS, List.of(number(20), number(30))))
                .isEqualTo(Map.of(number(30), number(3)));
    }

    /** What was linked in a sync that was removed is not linked in its next life. */
    @Test
    default void linksGoWithTheirFlow() {
        store().nextEpoch(own("sync_f"), "f");
        store().pairs().links().add("f", "item", Map.of(number(1), number(2)));
        store().remove("sync_f");
        store().nextEpoch(own("sync_f"), "f");

        assertThat(store().pairs().links().find("f", "item", Which.OURS, List.of(number(1))))
                .isEmpty();
    }
}
