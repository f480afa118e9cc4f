package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.KeyLinks;
import io.syncline.engine.pair.Links;
import io.syncline.engine.twoway.Matching;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows of ends that both number their rows, so that one number is another row at each. */
class TwoWayLinksTest {
    private static final Rules RULES = Rules.of(LatestWins.LATEST);

    /** Schedule 7, where the keys meet. */
    @Test
    void rowsOfOneNumberAreTwoRows() {
        Numbered it = new Numbered(RULES);
        TwoWayProcess process = it.stage.process();
        it.stage.settle(process);
        long anna = it.makes(OURS, Map.of("a", "anna", "b", "1"));
        long bob = it.makes(THEIRS, Map.of("a", "bob", "b", "2"));
        assertThat(anna).isEqualTo(bob);

        it.stage.settle(process);

        assertThat(it.numbers(OURS)).isEqualTo(Map.of("anna", 1L, "bob", 2L));
        assertThat(it.numbers(THEIRS)).isEqualTo(Map.of("bob", 1L, "anna", 2L));
        assertThat(it.said(OURS)).isEqualTo(it.said(THEIRS));
    }

    @Test
    void anEditFindsItsRowUnderTheOtherNumberAndSoDoesADelete() {
        Numbered it = new Numbered(RULES);
        TwoWayProcess process = it.stage.process();
        it.makes(THEIRS, Map.of("a", "first"));
        it.makes(OURS, Map.of("a", "anna", "b", "1"));
        it.makes(OURS, Map.of("a", "bob", "b", "2"));
        it.stage.settle(process);

        it.stage.user(THEIRS).puts(it.numbers(THEIRS).get("anna"), Map.of("b", "edited")).commits();
        it.stage.user(THEIRS).deletes(it.numbers(THEIRS).get("bob")).commits();
        it.stage.settle(process);

        assertThat(it.stage.at(OURS, 1, "b")).isEqualTo("edited");
        assertThat(it.numbers(OURS)).containsOnlyKeys("first", "anna");
    }

    /** The parent's name is known before it is there. */
    @Test
    void aRowRefersToTheSameOneAtBothEnds() {
        Numbered it = new Numbered(RULES);
        TwoWayProcess process = it.stage.process();
        it.stage.replica(THEIRS).giveFrom(100);
        it.stage.settle(process);

        long parent = it.makes(OURS, Map.of("a", "parent"));
        it.makes(OURS, Map.of("a", "child", "parent", parent));
        it.stage.settle(process);
        it.makes(THEIRS, Map.of("a", "theirs", "parent", it.numbers(THEIRS).get("parent")));
        it.stage.settle(process);

        assertThat(it.said(THEIRS))
                .containsEntry("child", "null of parent")
                .containsEntry("theirs", "null of parent");
        assertThat(it.said(OURS)).isEqualTo(it.said(THEIRS));
    }

    /** A process that ends between the link and the row has given the row its name. */
    @Test
    void aRowIsMadeUnderTheNameThatItWasGivenBeforeTheEnd() {
        for (String call : Set.of("begin", "apply", "commit", "keys")) {
            for (boolean before : new boolean[] {true, false}) {
                Numbered it = new Numbered(RULES);
                TwoWayProcess process = it.stage.process();
                it.stage.settle(process);
                it.makes(OURS, Map.of("a", "anna"));
                if (before) {
                    it.stage.calls(THEIRS).before(call, TwoWayStage.CRASH);
                } else if (Set.of("commit", "keys").contains(call)) {
                    it.stage.calls(THEIRS).after(call, TwoWayStage.CRASH);
                } else {
                    continue;
                }

                it.stage.settleOverACrash(process);

                assertThat(it.numbers(THEIRS)).as(call).containsOnlyKeys("anna");
                assertThat(it.numbers(OURS)).as(call).isEqualTo(Map.of("anna", 1L));
            }
        }
    }

    @Test
    void rowsThatComeTogetherAreNumberedInTheirOrder() {
        Numbered it = new Numbered(RULES);
        TwoWayProcess process = it.stage.process();
        it.stage.settle(process);
        it.stage.replica(THEIRS).giveFrom(100);
        it.stage
                .user(OURS)
                .puts(1, Map.of("a", "first"))
                .puts(2, Map.of("a", "second"))
                .puts(3, Map.of("a", "third"))
                .commits();
        it.stage.settle(process);

        assertThat(it.numbers(THEIRS))
                .isEqualTo(Map.of("first", 100L, "second", 101L, "third", 102L));
    }

    /** As after a key was given out to nobody. */
    @Test
    void aLinkOutlivesItsRow() {
        Numbered it = new Numbered(RULES);
        TwoWayProcess process = it.stage.process();
        it.makes(OURS, Map.of("a", "anna"));
        it.stage.settle(process);
        it.stage.user(OURS).deletes(1).commits();
        it.stage.settle(process);
        it.stage.user(OURS).puts(1, Map.of("a", "again")).commits();
        it.stage.settle(process);

        assertThat(it.numbers(THEIRS)).isEqualTo(Map.of("again", 1L));
    }

    @Test
    void anEndThatGivesNumbersAgainIsAskedForMore() {
        Numbered it = new Numbered(RULES);
        TwoWayProcess process = it.stage.process();
        for (int i = 0; i < 20; i++) {
            it.makes(OURS, Map.of("a", "n" + i));
        }
        it.stage.settle(process);
        it.stage.replica(THEIRS).giveFrom(1);

        it.makes(OURS, Map.of("a", "more"));
        it.stage.settle(process);

        assertThat(it.said(THEIRS)).hasSize(21).isEqualTo(it.said(OURS));
        assertThat(it.numbers(THEIRS).get("more")).isGreaterThan(20);
    }

    @Test
    void anEndThatGivesNothingElseIsSaidToDoSo() {
        Numbered it = new Numbered(RULES);
        KeyLinks keys = it.keys();
        it.stage.replica(THEIRS).givesOnly(1);
        keys.across(TwoWayStage.ITEM, OURS, new Value.Int(1));

        assertThatThrownBy(() -> keys.across(TwoWayStage.ITEM, OURS, new Value.Int(2)))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.KEYS_GIVEN_AGAIN));
    }

    /** Those of one name are one row, unless there are two of them at an end. */
    @Test
    void rowsThatSayTheSameAreLinkedWhenTheEndsMeet() {
        Numbered it = new Numbered(RULES, "a");
        it.makes(OURS, Map.of("a", "anna", "b", "ours"));
        it.makes(OURS, Map.of("a", "bob"));
        it.makes(OURS, Map.of("a", "bob"));
        it.makes(OURS, Map.of("b", "nameless"));
        it.makes(THEIRS, Map.of("b", "nameless"));
        it.makes(THEIRS, Map.of("a", "bob"));
        it.makes(THEIRS, Map.of("a", "anna", "b", "theirs"));

        Matching.Found found = it.match(false);

        assertThat(found).isEqualTo(new Matching.Found(1, 3));
        assertThat(linked(it, OURS, 1)).isEqualTo(new Value.Int(3));
        assertThat(linked(it, OURS, 2)).isNull();
        assertThat(linked(it, OURS, 4)).isNull();
    }

    /** A store that was put back to before some links finds their rows again by all they say. */
    @Test
    void linksThatWereForgottenAreFoundAgain() {
        Numbered it = new Numbered(RULES);
        TwoWayProcess process = it.stage.process();
        it.makes(OURS, Map.of("a", "old"));
        it.stage.settle(process);
        var backup = it.stage.backup();
        it.makes(THEIRS, Map.of("a", "x", "b", "alike"));
        it.makes(OURS, Map.of("a", "y", "b", "alike"));
        it.stage.settle(process);
        Map<String, Long> before = it.numbers(OURS);

        it.stage.restore(backup);
        assertThat(it.match(true).same()).isEqualTo(3);
        it.stage.settle(it.stage.process());

        assertThat(it.numbers(OURS)).isEqualTo(before);
        assertThat(it.said(OURS)).hasSize(3).isEqualTo(it.said(THEIRS));
    }

    private static Value linked(Numbered it, Which from, long number) {
        Links links = it.stage.pairs().links();
        Value key = new Value.Int(number);
        return links.find(TwoWayStage.FLOW, TwoWayStage.ITEM, from, Set.of(key)).get(key);
    }
}
