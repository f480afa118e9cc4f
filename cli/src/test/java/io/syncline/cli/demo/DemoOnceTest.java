package io.syncline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The demo that ends by itself, as a process. */
class DemoOnceTest {
    private static final String EQUAL = "equal at [0-9A-F]+/[0-9A-F]+: 5 tables, [0-9,]+ rows";

    /** Nobody in the shop changes a product, so what is done to its copy stays. */
    private static void changeAProductByHand(RunningDemo demo) throws Exception {
        try (Connection connection = demo.connect("report");
                Statement statement = connection.createStatement()) {
            int changed =
                    statement.executeUpdate("UPDATE products SET title = 'mine' WHERE id = 7");
            assertThat(changed).isEqualTo(1);
        }
    }

    @Test
    void onceThroughEndsWithBothCopiesEqual() throws Exception {
        try (RunningDemo demo = RunningDemo.start("--once", "--seconds", "2")) {
            demo.await("Live");
            demo.remember();

            assertThat(demo.exitCode()).as(demo.output()).isZero();

            assertThat(demo.output())
                    .containsPattern("copy +" + EQUAL)
                    .containsPattern("report +" + EQUAL)
                    .contains("13,450 rows", "All rows were compared once: all were equal.");
            demo.assertNobodyIsLeft();
            demo.assertNothingIsLeft();
        }
    }

    @Test
    void onceThroughFailsWithTheRowThatWasChangedByHand() throws Exception {
        try (RunningDemo demo = RunningDemo.start("--once", "--seconds", "2")) {
            demo.await("Live");
            changeAProductByHand(demo);

            assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);

            assertThat(demo.output())
                    .containsPattern("copy +" + EQUAL)
                    .containsPattern("report +not equal at \\S+: 5 tables")
                    .containsPattern("report +\\S*products .*7.* is different: title");
        }
    }
}
