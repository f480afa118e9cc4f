package io.syncline.testkit.world;

import java.util.EnumMap;
import java.util.Map;

/** Counts what happened in worlds. Used by one thread. */
public final class Tally {
    private final Map<Trouble, Long> troubles = new EnumMap<>(Trouble.class);
    private long schedules;
    private long steps;
    private int rows;

    void count(Trouble trouble) {
        troubles.merge(trouble, 1L, Long::sum);
    }

    void step() {
        steps++;
    }

    void schedule(int rowsTouched) {
        schedules++;
        rows = rowsTouched;
    }

    /** Adds what another has counted. */
    public void add(Tally other) {
        other.troubles.forEach((trouble, count) -> troubles.merge(trouble, count, Long::sum));
        steps += other.steps;
        schedules += other.schedules;
    }

    /** How often this happened. */
    public long of(Trouble trouble) {
        return troubles.getOrDefault(trouble, 0L);
    }

    /** How many kinds of fault happened at least once. */
    public int kindsOfFault() {
        return (int) troubles.keySet().stream().filter(Trouble::fault).count();
    }

    /** How many different rows the latest schedule changed. */
    public int rows() {
        return rows;
    }

    /** How many schedules were run to their end. */
    public long schedules() {
        return schedules;
    }

    /** How many steps were taken, each followed by a check of every guarantee. */
    public long steps() {
        return steps;
    }
}
