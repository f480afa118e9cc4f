package io.syncline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/** The demo of a sync that goes both ways, as a process. */
class TwoWayDemoTest {
    @Test
    void onceThroughEndsEqualButForWhatWaits() throws Exception {
        try (RunningDemo demo = RunningDemo.startTwoWay("--once", "--seconds", "6")) {
            demo.await("waits for you; to settle it");
            demo.remember();

            assertThat(demo.exitCode()).as(demo.output()).isZero();

            assertThat(demo.output())
                    .contains("meet: 300 rows that only till has and go to shop")
                    .containsPattern("conflicts resolve sync_\\S+ --take ours")
                    .containsPattern("Settled by rule: .*last_write_wins [0-9]+.*, sum [0-9]+")
                    .containsPattern("equal: 3,[0-9]{3} rows compared, every stock")
                    .containsPattern("[0-9]+ values differ and wait for you");
            demo.assertNobodyIsLeft();
            demo.assertNothingIsLeft();
        }
    }

    @Test
    void theWordsThatAreShownSettleWhatWaits() throws Exception {
        try (RunningDemo demo = RunningDemo.startTwoWay("--seconds", "30")) {
            Matcher shown = demo.await("(conflicts resolve \\S+ --take ours --data \\S+)");

            List<String> words = new ArrayList<>(List.of(shown.group(1).split(" ")));
            words.add("--yes");
            demo.run(words);

            // Of those that begin to wait one has room again.
            demo.await("(?s)(to settle it.*){4}");
        }
    }

    /** A sale that nobody has written down is found, though both ends agree on it. */
    @Test
    void onceThroughFailsWithTheStockThatWasChangedByHand() throws Exception {
        try (RunningDemo demo = RunningDemo.startTwoWay("--once", "--seconds", "6")) {
            demo.await("Live");
            try (Connection connection = demo.connect("till");
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE stock SET on_hand = on_hand + 100000 WHERE id = 7");
            }

            assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);

            assertThat(demo.output())
                    .containsPattern("NOT equal: 1 values differ")
                    .containsPattern("stock 7: 1[0-9]{5}, but [0-9]+ were booked");
        }
    }
}
