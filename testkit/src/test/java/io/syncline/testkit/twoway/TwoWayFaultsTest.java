package io.syncline.testkit.twoway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.testkit.Choices;
import io.syncline.testkit.world.Edit;
import io.syncline.testkit.world.EditedWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of these faults is one a person could make; a schedule that has a name has to find it. */
class TwoWayFaultsTest {
    private static final String FAULTS = "io.syncline.testkit.twoway.TwoWayFaults#";

    @ParameterizedTest
    @MethodSource({
        FAULTS + "ofDecisions",
        FAULTS + "ofReadsAndWrites",
        FAULTS + "ofValues",
        FAULTS + "ofDirt",
        FAULTS + "ofClaims",
        FAULTS + "ofFamilies",
        FAULTS + "ofPeople",
        FAULTS + "ofConventions",
        FAULTS + "ofLinks"
    })
    void aNamedScheduleFindsIt(Edit edit) {
        EditedWorld world = new EditedWorld(edit, NamedSchedules.class);

        assertThatThrownBy(() -> world.accept(Choices.of(1))).isInstanceOf(AssertionError.class);
    }

    /** So that what finds the faults is the faults. */
    @Test
    void withoutAFaultAllSchedulesPass() {
        Edit none =
                new Edit(
                        "nothing",
                        "engine/src/main/java/io/syncline/engine/reconcile/Reconcile.java",
                        "private @Nullable Round now;",
                        "private @Nullable Round now;");

        new EditedWorld(none, NamedSchedules.class).accept(Choices.of(1));
    }
}
