package io.syncline.bench;

import java.util.Locale;

/**
 * What one contender did with one workload in one round. Processor time is in microseconds per
 * change.
 *
 * @param round from 0, which warms up
 * @param go the how manieth try at this round, from 1
 * @param changesPerSecond of the whole backlog
 * @param sourceMicros of the source's server
 * @param targetMicros of the target's
 * @param ownMicros of the contender's process; 0 if it has none
 * @param storeMicros of its embedded store; 0 if it has none
 * @param ownMegabytes the most memory its process had
 * @param storeMegabytes the most memory its store had
 * @param othersCores how many processors everybody else kept busy
 * @param noisy whether that is too much to rely on it
 */
record Figure(
        int round,
        int go,
        String workload,
        String contender,
        double changesPerSecond,
        double sourceMicros,
        double targetMicros,
        double ownMicros,
        double storeMicros,
        double ownMegabytes,
        double storeMegabytes,
        double othersCores,
        boolean noisy) {

    /** What it spent on so many changes. */
    static Figure of(int round, int go, Workload workload, String contender, Spent spent) {
        double perChange = 1e6 / workload.changes();
        return new Figure(
                round,
                go,
                workload.name(),
                contender,
                workload.changes() / spent.seconds(),
                spent.source() * perChange,
                spent.target() * perChange,
                spent.own() * perChange,
                spent.store() * perChange,
                spent.ownMegabytes(),
                spent.storeMegabytes(),
                spent.othersCores(),
                Noise.noisy(spent.othersCores()));
    }

    /** Of all processes together, in microseconds per change. */
    double cpuMicros() {
        return sourceMicros + targetMicros + ownMicros + storeMicros;
    }

    /** As a line of the table. */
    String line() {
        return String.format(
                Locale.ROOT,
                "round %d  %-8s %-10s %9.0f changes/s   cpu us/change: source %.1f target %.1f own %.1f"
                        + " store %.1f   MB: own %.0f store %.0f   others %.2f cores%s",
                round,
                workload,
                contender,
                changesPerSecond,
                sourceMicros,
                targetMicros,
                ownMicros,
                storeMicros,
                ownMegabytes,
                storeMegabytes,
                othersCores,
                noisy ? " NOISY" : "");
    }
}
