package io.syncline.bench;

/** A way to read the log that a workload has left behind its slot. */
interface LogReading {
    /** As it is printed. */
    String name();

    /** Makes what has to be there when the log is written. Not measured. */
    default void announce(Lab lab, Workload workload) throws Exception {}

    /** Copies the workload's slot. Not measured. */
    void prepare(Lab lab, Workload workload) throws Exception;

    /** Opens, reads as many changes as the workload makes, and closes, which does not count. */
    Told read(Lab lab, Workload workload) throws Exception;

    /**
     * What was read.
     *
     * @param ids {@link #after} over the ids of all changed rows, in the order of the log
     * @param spent until the last of them
     */
    record Told(long ids, Spent spent) {}

    /** Removes the copy. Not measured. */
    void end(Lab lab, Workload workload) throws Exception;

    /** Goes on with a number that depends on all ids and on their order. */
    static long after(long told, long id) {
        return 31 * told + id;
    }
}
