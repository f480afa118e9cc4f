package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TurnsTest {
    /** The order in which chunks are read, of two for each collection. */
    private static List<String> order(Map<String, Set<String>> parents, String... collections) {
        Turns turns = new Turns(parents);
        List.of(collections).forEach(turns::add);
        Map<String, Integer> had = new HashMap<>();
        List<String> order = new ArrayList<>();
        while (!turns.isEmpty()) {
            String next = turns.next();
            order.add(next);
            turns.taken(had.merge(next, 1, Integer::sum) == 2);
        }
        return order;
    }

    @Test
    void thoseThatReferToNothingTakeTurns() {
        assertThat(order(Map.of(), "a", "b")).containsExactly("a", "b", "a", "b");
    }

    @Test
    void childrenComeAfterTheLastOfTheirParents() {
        Map<String, Set<String>> parents =
                Map.of("line", Set.of("order", "article"), "order", Set.of("customer"));

        assertThat(order(parents, "line", "order", "article", "customer", "other"))
                .containsExactly(
                        "article",
                        "customer",
                        "other",
                        "article",
                        "customer",
                        "other",
                        "order",
                        "order",
                        "line",
                        "line");
    }

    @Test
    void inACircleSomebodyBegins() {
        Map<String, Set<String>> parents = Map.of("a", Set.of("b"), "b", Set.of("a"));

        assertThat(order(parents, "a", "b")).hasSize(4).startsWith("a").contains("b");
    }
}
