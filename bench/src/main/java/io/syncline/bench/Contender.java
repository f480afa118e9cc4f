package io.syncline.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who brings a backlog, or a table, from the source to the target. */
interface Contender {
    /** As it is printed. */
    String name();

    /** Gets ready for a workload: its slot is a copy of the workload's own. Not measured. */
    void prepare(Lab lab, Workload workload) throws Exception;

    /** Begins; returns at once or when done. */
    void start(Lab lab, Workload workload) throws Exception;

    /** What it says of standing still, or null. */
    default @Nullable String problem(Workload workload) {
        return null;
    }

    /** Fields of a table that it means to change, each with what holds of its rows then, as SQL. */
    default Map<String, String> changed(String table) {
        return Map.of();
    }

    /** Takes everything down again. Not measured. */
    void stop(Lab lab, Workload workload) throws Exception;
}
