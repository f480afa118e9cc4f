package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import io.syncline.engine.facing.Convention;
import io.syncline.engine.facing.Conventions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ends' applications expect rests and comes back. */
class ConventionsTextTest {
    @Test
    void whatRestsComesBack() {
        Map<String, Conventions> ends =
                Map.of(
                        "shop",
                        new Conventions(
                                List.of(
                                        new Convention.SoftDelete(
                                                null, "deleted_at", null, null, "/a"),
                                        new Convention.SoftDelete(
                                                "orders",
                                                "state",
                                                new Value.Text("dead"),
                                                new Value.Text("alive"),
                                                "/b"),
                                        new Convention.SoftDelete(
                                                "items",
                                                "gone",
                                                new Value.Int(1),
                                                new Value.Int(0),
                                                "/c"),
                                        new Convention.SoftDelete(
                                                "marks",
                                                "gone",
                                                new Value.Bool(true),
                                                null,
                                                "/d"))),
                        "till",
                        new Conventions(
                                List.of(
                                        new Convention.VersionColumn(
                                                "orders", "lock_version", "/e"),
                                        new Convention.SideOwned(null, "rank", "/f"))));
        String text = JsonText.write(Map.of("conventions", ConventionsText.write(ends)));
        assertThat(ConventionsText.read(JsonText.read(text).get("conventions"))).isEqualTo(ends);
    }

    @Test
    void aDefinitionOfBeforeHasNone() {
        assertThat(ConventionsText.read(null)).isEmpty();
    }
}
