package io.syncline.connector.postgres;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The transactions that the stream has told and no snapshot has shown yet. A commit is in the log a
 * moment before it is visible, and for as long as it waits for a synchronous standby; a look-up has
 * to wait until it sees all of them. Safe for use by several threads.
 */
final class ToldTransactions {
    /** When so many are kept, the server is asked which of them everybody sees by now. */
    private static final int KEPT_MAX = 4096;

    private final Supplier<PgView> now;
    private long[] ids = new long[64];
    private int count;
    private int limit = KEPT_MAX;

    /**
     * None yet.
     *
     * @param now takes a snapshot
     */
    ToldTransactions(Supplier<PgView> now) {
        this.now = now;
    }

    /** The stream has told this one, or is about to. */
    void add(long transaction) {
        if (keep(transaction)) {
            shownBy(now.get());
            bound();
        }
    }

    private synchronized boolean keep(long transaction) {
        if (count == 0 || ids[count - 1] != transaction) {
            ids = count == ids.length ? Arrays.copyOf(ids, 2 * count) : ids;
            ids[count++] = transaction;
        }
        return count >= limit;
    }

    private synchronized void bound() {
        // What is left waits for a standby: asking again for every transaction would not help.
        limit = Math.max(KEPT_MAX, 2 * count);
    }

    /** Whether a snapshot shows them all; those it shows are shown by every later one. */
    synchronized boolean shownBy(PgView view) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (!view.sees(ids[i])) {
                ids[left++] = ids[i];
            }
        }
        count = left;
        return left == 0;
    }
}
