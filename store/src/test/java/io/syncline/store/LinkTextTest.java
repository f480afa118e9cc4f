package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.facing.LinkTerms;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which rows are linked rests and comes back. */
class LinkTextTest {
    @Test
    void whatRestsComesBack() {
        LinkTerms terms =
                new LinkTerms(
                        List.of(
                                new LinkTerms.Table("customers", List.of("email", "born"), "/a"),
                                new LinkTerms.Table("s.orders", List.of(), "/b")),
                        List.of(new LinkTerms.Reference("s.orders", "buyer", "customers", "/c")),
                        true);
        String text = JsonText.write(Map.of("links", LinkText.write(terms)));

        assertThat(LinkText.read(JsonText.read(text).get("links"))).isEqualTo(terms);
    }

    @Test
    void aDefinitionOfBeforeHasNone() {
        assertThat(LinkText.read(null)).isEqualTo(LinkTerms.NONE);
    }
}
