package io.syncline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The demo that goes on until somebody ends it, as a process. */
class DemoTest {
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
    void aRowThatIsChangedByHandIsNamedWhileTheShopIsOpenAndCtrlCEndsAll() throws Exception {
        try (RunningDemo demo = RunningDemo.start()) {
            demo.await("report +" + EQUAL);
            changeAProductByHand(demo);
            demo.await("report +\\S*products .*7.* is different: title");

            long began = System.nanoTime();
            demo.interrupt();

            assertThat(demo.exitCode()).isEqualTo(130);
            assertThat((System.nanoTime() - began) / 1_000_000_000L).isLessThan(25);
            assertThat(demo.output()).contains("nothing is left behind").doesNotContain("xception");
            demo.assertNobodyIsLeft();
            demo.assertNothingIsLeft();
        }
    }

    @Test
    void afterTheLauncherIsKilledNobodyIsLeft() throws Exception {
        try (RunningDemo demo = RunningDemo.start()) {
            demo.await("Live");
            demo.remember();

            demo.kill9();

            demo.assertNobodyIsLeft();
        }
    }

    @Test
    void afterTheServerIsKilledTheDemoSaysSoAndNobodyIsLeft() throws Exception {
        try (RunningDemo demo = RunningDemo.start()) {
            demo.await("Live");
            demo.remember();

            demo.server().destroyForcibly();

            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.output()).contains("The server has ended");
            demo.assertNobodyIsLeft();
            demo.assertNothingIsLeft();
        }
    }
}
