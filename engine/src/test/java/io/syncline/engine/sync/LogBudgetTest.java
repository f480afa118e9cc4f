package io.syncline.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a source's log is let go. */
class LogBudgetTest {
    private final List<String> told = new ArrayList<>();
    private final LogBudget budget =
            new LogBudget(1000, (type, code, message, details) -> told.add(details.get("percent")));

    @Test
    void itTellsAtHalfAndAtFourFifthsAndLetsGoAtNineTenths() {
        List<Boolean> letGo = new ArrayList<>();
        for (long kept = 0; kept <= 900; kept += 50) {
            letGo.add(budget.look(kept));
        }
        assertThat(told).containsExactly("50", "80");
        assertThat(letGo).hasSize(19);
        assertThat(letGo.subList(0, 18)).containsOnly(false);
        assertThat(letGo.getLast()).isTrue();
    }

    @Test
    void aLogThatWouldGrowOverItBeforeTheNextLookIsLetGoEarlier() {
        assertThat(budget.look(100)).isFalse();
        assertThat(budget.look(400)).isFalse();
        assertThat(budget.look(659)).isFalse();
        assertThat(budget.look(779)).isFalse();
        assertThat(budget.look(750)).isFalse();
        assertThat(budget.look(840)).isFalse();
        assertThat(budget.look(600)).isFalse();
        // It would not, quite; but it grows on until it is gone.
        assertThat(budget.look(780)).isTrue();
    }

    @Test
    void whatIsKeptAtTheFirstLookIsNotGrowth() {
        assertThat(budget.look(600)).isFalse();
        assertThat(budget.look(-1)).isFalse();
        assertThat(budget.look(600)).isFalse();
        assertThat(budget.look(600)).isFalse();
    }

    @Test
    void withoutABudgetNothingIsLetGo() {
        LogBudget none = new LogBudget(Long.MAX_VALUE, (type, code, message, details) -> {});
        assertThat(none.look(Long.MAX_VALUE - 1)).isFalse();
    }
}
