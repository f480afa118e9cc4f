package io.syncline.testkit.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Extreme;
import io.syncline.core.merge.Group;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Which;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules of which each word needs a person's consent. */
class ByConsentTest {
    private static final Rules RULES =
            Rules.of(new SideWins(Which.OURS))
                    .with(new RowPolicy(OnDelete.OURS, OnInsert.OURS, false))
                    .with("high", new Extreme(true))
                    .with(new Group("g", List.of("x", "y"), new SideWins(Which.THEIRS)));

    private static Image row(long all) {
        Map<String, Value> fields =
                Map.of(
                        "a", new Value.Int(all),
                        "high", new Value.Int(all),
                        "x", new Value.Int(all),
                        "y", new Value.Int(all));
        return Image.whole(Row.of(fields));
    }

    private static Merged merged(Rules rules, Image base, Image ours, Image theirs) {
        return Merge.merge(
                Base.of(base),
                new Side(new ReplicaId("ours"), ours, base, Times.unknown()),
                new Side(new ReplicaId("theirs"), theirs, base, Times.unknown()),
                rules);
    }

    @Test
    void whatARuleWouldTakeIsProposedAndNotTaken() {
        Merged plain = merged(RULES, row(1), row(2), row(3));
        Merged asked = merged(RULES.byConsent(), row(1), row(2), row(3));

        assertThat(plain.clean()).isTrue();
        assertThat(asked.conflicts())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.proposal()).as(each.path()).isNotNull());
        assertThat(asked.settled()).isEmpty();
        assertThat(proposal(asked, "high")).isEqualTo(new Value.Int(3));
        assertThat(proposal(asked, "a")).isEqualTo(new Value.Int(2));
    }

    private static Value proposal(Merged merged, String path) {
        Conflict found =
                merged.conflicts().stream()
                        .filter(each -> each.path().equals(path))
                        .findFirst()
                        .orElseThrow();
        return java.util.Objects.requireNonNull(found.proposal());
    }

    @Test
    void whatOnlyOneSideChangedIsTakenAsEver() {
        assertThat(merged(RULES.byConsent(), row(1), row(2), row(1)).image()).isEqualTo(row(2));
    }

    @Test
    void rowsAsSuchWaitToo() {
        assertThat(merged(RULES, row(1), Image.absent(), row(2)).clean()).isTrue();
        assertThat(merged(RULES.byConsent(), row(1), Image.absent(), row(2)).stuck()).isTrue();
        assertThat(merged(RULES.byConsent(), Image.absent(), row(1), row(2)).stuck()).isTrue();
    }
}
