package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many rows are read at once. */
class ChunkSizeTest {
    private static final long MB = 1 << 20;

    private final ChunkSize size = new ChunkSize();

    @Test
    void aChunkOfNarrowRowsGrowsToItsMost() {
        assertThat(size.of("narrow")).isEqualTo(1_000);
        size.read("narrow", 100, 100 * 200, false);
        assertThat(size.of("narrow")).isEqualTo(10_000);
        size.read("narrow", 10_000, 10_000 * 200, false);
        assertThat(size.of("narrow")).isEqualTo(10_000);
        size.read("narrow", 10_000, 10_000 * 200, true);
        assertThat(size.of("narrow")).isEqualTo(25_000);
    }

    /** Ten thousand of them would be a gigabyte. */
    @Test
    void aChunkOfWideRowsHoldsNoMoreThanEightMegabytes() {
        size.read("wide", 1_000, 1_000 * 100_000L, false);
        assertThat(size.of("wide") * 100_000L).isBetween(7 * MB, 8 * MB);
        size.read("wide", 1, 100 * MB, false);
        assertThat(size.of("wide")).isEqualTo(1);
        assertThat(size.of("another")).isEqualTo(1_000);
    }

    @Test
    void aChunkThatComesTooLateIsHalvedButStaysWorthItsCall() {
        size.tooLate("busy");
        assertThat(size.of("busy")).isEqualTo(500);
        size.tooLate("busy");
        size.tooLate("busy");
        size.tooLate("busy");
        assertThat(size.of("busy")).isEqualTo(200);
        size.read("busy", 200, 200 * 4 * MB, false);
        size.tooLate("busy");
        assertThat(size.of("busy")).isEqualTo(2);
    }
}
