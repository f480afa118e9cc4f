package io.syncline.bench;

import org.jspecify.annotations.Nullable;

/** Somebody who keeps a table equal at both ends, and stands still between what is measured. */
interface PairKeeper {
    /** The table's name, the same at both ends. */
    String table();

    /** Makes it ready: nothing is left to be done of before, and nothing is done of what comes. */
    void ready() throws Exception;

    /** Has it do what was written since. */
    void begin() throws Exception;

    /** Has it stand still. */
    void stop() throws Exception;

    /** Its process; its own store, if it has one, is below it. Null before it was ready. */
    @Nullable ProcessHandle process();

    /** A sync of the product. */
    record Synced(PairLab lab, PairLab.Sync sync) implements PairKeeper {
        @Override
        public String table() {
            return sync.table();
        }

        @Override
        public void ready() throws Exception {
            lab.catchUp(sync);
        }

        @Override
        public void begin() throws Exception {
            lab.resume(sync);
        }

        @Override
        public void stop() throws Exception {
            lab.pause(sync);
        }

        @Override
        public ProcessHandle process() {
            return lab.process();
        }
    }
}
