package io.syncline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The demo that ends by itself, as a process. */
class DemoOnceTest {
    @Test
    void onceThroughEndsWithBothCopiesEqual() throws Exception {
        try (RunningDemo demo = RunningDemo.start("--once", "--seconds", "2")) {
            demo.await("Live");
            demo.remember();

            assertThat(demo.exitCode()).as(demo.output()).isZero();

            assertThat(demo.output())
                    .containsPattern("copy +" + RunningDemo.EQUAL)
                    .containsPattern("report +" + RunningDemo.EQUAL)
                    .contains("13,450 rows", "All rows were compared once: all were equal.");
            demo.assertNobodyIsLeft();
            demo.assertNothingIsLeft();
        }
    }

    @Test
    void onceThroughFailsWithTheRowThatWasChangedByHand() throws Exception {
        try (RunningDemo demo = RunningDemo.start("--once", "--seconds", "2")) {
            demo.await("Live");
            demo.changeAProductByHand();

            assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);

            assertThat(demo.output())
                    .containsPattern("copy +" + RunningDemo.EQUAL)
                    .containsPattern("report +not equal at \\S+: 5 tables")
                    .containsPattern("report +\\S*products .*7.* is different: title");
        }
    }
}
