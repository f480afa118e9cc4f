package io.syncline.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HybridClockTest {
    private static final long DRIFT_MILLIS = 100;
    private static final ReplicaId HERE = new ReplicaId("here");
    private static final ReplicaId THERE = new ReplicaId("there");

    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final HybridClock clock = new HybridClock(HERE, wall::get, DRIFT_MILLIS);

    /** Whatever the wall clock does and whatever is shown. */
    @Test
    void everyReadingIsLaterThanAllBeforeIt() {
        Random random = new Random(7);
        Version latest = clock.next();
        for (int i = 0; i < 200_000; i++) {
            wall.addAndGet(random.nextInt(9) - 4);
            Version next;
            if (random.nextBoolean()) {
                next = clock.next();
            } else {
                long millis = wall.get() + random.nextInt(80) - 40;
                Version seen = new Version(millis, random.nextInt(0x10000), THERE);
                next = clock.after(seen);
                assertThat(next).isGreaterThan(seen);
            }
            assertThat(next).isGreaterThan(latest);
            assertThat(next.replica()).isEqualTo(HERE);
            latest = next;
        }
    }

    @Test
    void aVersionFromTooFarAheadIsRefusedAndChangesNothing() {
        Version before = clock.next();
        Version ahead = new Version(wall.get() + DRIFT_MILLIS + 1, 0, THERE);

        assertThatIllegalArgumentException().isThrownBy(() -> clock.after(ahead));

        assertThat(clock.next()).isGreaterThan(before).isLessThan(ahead);
        assertThat(clock.after(new Version(wall.get() + DRIFT_MILLIS, 3, THERE)).millis())
                .isEqualTo(wall.get() + DRIFT_MILLIS);
    }

    @Test
    void aFullCounterGoesOnInTheNextMillisecond() {
        Version full = new Version(wall.get(), Version.COUNTER_MAX, THERE);
        assertThat(clock.after(full)).isEqualTo(new Version(wall.get() + 1, 0, HERE));
    }

    @Test
    void aRestartedClockIsLaterThanItsHighWater() {
        Version high = new Version(wall.get() + 5_000, 9, HERE);
        HybridClock restarted = new HybridClock(HERE, wall::get, DRIFT_MILLIS, high);
        assertThat(restarted.next()).isGreaterThan(high);
    }
}
