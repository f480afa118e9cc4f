package io.syncline.testkit.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Clash;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.RuleMaker;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Strategies;
import io.syncline.core.merge.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules of one's own that are not well made. */
class OwnRulesTest {
    private record Broken() implements RuleMaker, Rule {
        @Override
        public String word() {
            return "broken";
        }

        @Override
        public Rule rule(Map<String, Object> parameters) {
            return this;
        }

        @Override
        public Verdict decide(Clash clash) {
            throw new IllegalStateException("not for " + clash.ours());
        }
    }

    @Test
    void whatARuleThrowsIsAReasonForAPerson() {
        Strategies strategies = Strategies.with(List.of(new Broken()));
        Rules rules = strategies.rules(strategies.read(Map.of("a", "broken")).standard());

        Merged merged =
                Meeting.of(
                                Meeting.whole("a", 1, "b", 1),
                                Meeting.whole("a", 2, "b", 1),
                                Meeting.whole("a", 3, "b", 4))
                        .merged(rules);

        assertThat(merged.conflicts()).extracting(Conflict::path).containsExactly("a");
        assertThat(merged.conflicts().getFirst().because())
                .contains("the rule broken fails with IllegalStateException")
                .doesNotContain("2");
        assertThat(merged.image()).isEqualTo(Meeting.whole("a", 1, "b", 4));
    }
}
