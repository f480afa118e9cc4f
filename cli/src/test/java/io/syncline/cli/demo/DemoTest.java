package io.syncline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The demo that goes on until somebody ends it, as a process. */
class DemoTest {
    @Test
    void aRowThatIsChangedByHandIsNamedWhileTheShopIsOpenAndCtrlCEndsAll() throws Exception {
        try (RunningDemo demo = RunningDemo.start()) {
            demo.await("report +" + RunningDemo.EQUAL);
            demo.changeAProductByHand();
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

            ProcessHandle server = demo.server();
            assertThat(RunningDemo.commandLine(server)).contains(RunningDemo.QUICK);
            server.destroyForcibly();

            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.output()).contains("The server has ended");
            demo.assertNobodyIsLeft();
            demo.assertNothingIsLeft();
        }
    }
}
