package io.syncline.bench;

import java.io.IOException;
import java.sql.Connection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who brings a backlog, or a table, from the source to the target. */
interface Contender {
    /** As it is printed. */
    String name();

    /**
     * Makes what has to be there when a workload's log is written: the log is read with the
     * publications of that moment. Called once for each workload, before it is written. Not
     * measured.
     *
     * @param source a connection to the source, for statements of one transaction each
     */
    default void announce(Lab lab, Connection source, Workload workload) throws Exception {}

    /** Gets ready for a workload: its slot is a copy of the workload's own. Not measured. */
    void prepare(Lab lab, Workload workload) throws Exception;

    /** Begins; returns at once or when done. */
    void start(Lab lab, Workload workload) throws Exception;

    /** What it says of standing still, or null. */
    default @Nullable String problem(Workload workload) {
        return null;
    }

    /**
     * The process whose time and memory are its own, and below which its store runs; null if all
     * its work is the databases'.
     */
    default @Nullable ProcessHandle process() {
        return null;
    }

    /** Fields of a table that it means to change, each with what holds of its rows then, as SQL. */
    default Map<String, String> changed(String table) {
        return Map.of();
    }

    /** Takes everything down again. Not measured. */
    void stop(Lab lab, Workload workload) throws Exception;

    /** Ends it for good, after all rounds. */
    default void end() throws IOException {}
}
