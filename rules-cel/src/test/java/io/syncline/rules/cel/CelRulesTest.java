package io.syncline.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.merge.Strategies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of an expression is refused when it is configured. */
class CelRulesTest {
    private static String refused(Object tree) {
        List<Strategies.Problem> problems =
                Strategies.standard().read(Map.of("custom_rules", Map.of("f", tree))).problems();
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().path()).isEqualTo("/custom_rules/f");
        return problems.getFirst().message();
    }

    private static String refusedExpression(String expression) {
        return refused(Map.of("strategy", "custom", "expression", expression));
    }

    @Test
    void itsPlaceIsTold() {
        assertThat(refusedExpression("our.total > 1"))
                .isEqualTo("the expression: line 1, column 1: undeclared reference to 'our'");
        assertThat(refusedExpression("ours.total >\n  1 +"))
                .startsWith("the expression: line 2, column ");
        assertThat(refusedExpression("'a' + 1")).contains("line 1, column 5", "'(string, int)'");
        assertThat(refusedExpression("a + b + c + d + e")).endsWith("; and 2 more");
    }

    @Test
    void whatNoFieldHoldsIsRefused() {
        assertThat(refusedExpression("duration('1h')")).contains("duration");
        assertThat(refusedExpression("type(ours)")).contains("type");
    }

    @Test
    void nothingReachesOutside() {
        for (String name : List.of("now()", "env('HOME')", "fetch('x')", "ours.f.getClass()")) {
            assertThat(refusedExpression(name)).contains("undeclared reference");
        }
    }

    @Test
    void thereIsAnExpressionAndNothingElse() {
        assertThat(refused("custom")).contains("'expression'");
        assertThat(refused(Map.of("strategy", "custom", "expression", 1))).contains("a text");
        assertThat(refused(Map.of("strategy", "custom", "expression", "ours.f", "language", "cel")))
                .contains("nothing else");
    }

    @Test
    void whatIsTooLongOrTooDeepIsRefused() {
        CelRules rules = new CelRules();
        for (String text :
                List.of(
                        "1" + " + 1".repeat(Dialect.LENGTH_MAX),
                        "1" + " + 1".repeat(1_000),
                        "(".repeat(1_000) + "1" + ")".repeat(1_000),
                        "[".repeat(1_000) + "1" + "]".repeat(1_000),
                        "1 == 1 ? 1 : ".repeat(700) + "1")) {
            assertThatThrownBy(() -> rules.rule(Map.of("expression", text)))
                    .as(text.substring(0, 20))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
