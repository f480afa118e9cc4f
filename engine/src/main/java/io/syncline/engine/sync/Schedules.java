package io.syncline.engine.sync;

/** Knows when a schedule is due. */
@FunctionalInterface
public interface Schedules {
    /** The first time after the given one, both in milliseconds since 1970 UTC. */
    long next(Schedule schedule, long afterMillis);
}
