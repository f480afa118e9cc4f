package io.syncline.server.api;

import io.syncline.engine.sync.SyncDefinition;
import java.util.List;

/** What a body that configures a sync came to. */
public sealed interface Wanted {
    /**
     * It can be configured, as far as the words go.
     *
     * @param definition the sync
     * @param intent the words that were written and what they mean
     * @param dryRun report, and write nothing
     * @param checkFirst look at both ends before configuring
     * @param notes what was understood differently from how it was written, one sentence each
     */
    record Good(
            SyncDefinition definition,
            Intent intent,
            boolean dryRun,
            boolean checkFirst,
            List<String> notes)
            implements Wanted {
        /** Copies the list. */
        public Good {
            notes = List.copyOf(notes);
        }
    }

    /** It cannot; all that is wrong, in the body's order. */
    record Bad(List<Problem> problems) implements Wanted {
        /** Copies the list. */
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
