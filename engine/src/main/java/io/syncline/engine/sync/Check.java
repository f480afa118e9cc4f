package io.syncline.engine.sync;

import io.syncline.core.endpoint.Finding;
import java.util.List;

/**
 * What a run of a sync would find and do; made without writing anything.
 *
 * @param noted everything a person should know, errors first
 * @param actions what would be done at source and destinations, one sentence each
 * @param tables what would be copied
 * @param rowsEstimate about how many rows would be copied
 */
public record Check(
        List<Noted> noted, List<String> actions, List<Route> tables, long rowsEstimate) {
    /** Copies the lists. */
    public Check {
        noted = List.copyOf(noted);
        actions = List.copyOf(actions);
        tables = List.copyOf(tables);
    }

    /**
     * A finding and the end it is about.
     *
     * @param end the place of the leg, from 0, whose destination it is; {@link #source} for a leg's
     *     source
     * @param pointer where what it is about stands in the configuration, as a JSON pointer; empty
     *     if it is about the end as a whole
     */
    public record Noted(int end, Finding finding, String pointer) {
        /** A finding about an end as a whole. */
        public Noted(int end, Finding finding) {
            this(end, finding, "");
        }

        /** The source of the first leg, which is that of all legs unless there are several. */
        public static final int SOURCE = -1;

        /** The source of a leg that has one of its own. */
        public static int source(int leg) {
            return SOURCE - leg;
        }

        /** Whether the sync cannot start before it is mended. */
        public boolean error() {
            return finding.severity() == Finding.Severity.ERROR;
        }
    }

    /** Nobody looked. */
    public static Check none() {
        return new Check(List.of(), List.of(), List.of(), 0);
    }

    /** Everything a person should know, errors first. */
    public List<Finding> findings() {
        return noted.stream().map(Noted::finding).toList();
    }

    /** Whether the sync can start. */
    public boolean good() {
        return noted.stream().noneMatch(Noted::error);
    }
}
