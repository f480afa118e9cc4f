package io.syncline.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.store.Registry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store keeps beside its syncs. */
public interface StoredRegistryContract extends StoreUnderTest {
    /** An endpoint is kept by its name, changed by it, and forgotten by it. */
    @Test
    default void endpointsAreKeptByName() {
        Registry registry = store().registry();
        Registry.Named one = StoreSamples.named("primary", "one");
        Registry.Named other = StoreSamples.named("Archive", "two");
        registry.keep(one);
        registry.keep(other);

        assertThat(registry.endpoints()).containsExactly(other, one);
        assertThat(registry.endpoint("primary")).isEqualTo(one);
        assertThat(registry.endpoint("nobody")).isNull();

        Registry.Named changed =
                new Registry.Named("primary", "mariadb", Map.of("connection", "c"), 9);
        registry.keep(changed);
        registry.forget("Archive");
        registry.forget("nobody");

        assertThat(registry.endpoints()).containsExactly(changed);
        assertThat(changed).hasToString("primary (mariadb with [connection])");
    }

    /** What deleted syncs have left is remembered until it is gone. */
    @Test
    default void whatIsLeftIsRememberedUntilItIsGone() {
        Registry registry = store().registry();
        Registry.Named place = StoreSamples.named("copy", "x");
        registry.leave(new Registry.Left(7, "flow_a_0", place, "SYN-2001 ä"));
        registry.leave(new Registry.Left(7, "flow_a_1", place, "no"));

        List<Registry.Left> left = registry.left();
        assertThat(left).extracting(Registry.Left::flow).containsExactly("flow_a_0", "flow_a_1");
        assertThat(left.getFirst().endpoint().settings()).isEqualTo(place.settings());
        assertThat(left.getFirst().reason()).isEqualTo("SYN-2001 ä");

        registry.gone(left.getFirst().id());
        assertThat(registry.left()).containsExactly(left.getLast());
    }

    /** A store has a mark that does not change. */
    @Test
    default void aStoreHasAMarkOfItsOwn() {
        String mark = store().registry().mark();
        assertThat(mark).matches("[0-9a-z]{" + Registry.MARK_LENGTH + "}");
        assertThat(store().registry().mark()).isEqualTo(mark);
    }
}
