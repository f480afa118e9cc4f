package io.syncline.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.screen.Table.Column;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Table table() {
        return new Table(Column.text("NAME"), Column.number("ROWS"), Column.word("STATE"))
                .row("a", "1,000", "streaming")
                .row("a-sync-with-a-long-name", "7", "paused");
    }

    @Test
    void columnsAreAsWideAsTheyHaveToBe() {
        assertThat(table().lines(Integer.MAX_VALUE))
                .containsExactly(
                        "NAME                      ROWS  STATE",
                        "a                        1,000  streaming",
                        "a-sync-with-a-long-name      7  paused");
    }

    @Test
    void inANarrowTerminalNamesAreCutAndThenTheRightmostColumnGoes() {
        assertThat(table().lines(28))
                .containsExactly(
                        "NAME         ROWS  STATE",
                        "a           1,000  streaming",
                        "a-sync-wi…      7  paused");
        assertThat(table().lines(20))
                .containsExactly("NAME     ROWS", "a       1,000", "a-syn…      7");
    }
}
