package io.syncline.server.api;

import io.syncline.engine.sync.Check;
import io.syncline.engine.sync.SyncDefinition;
import java.util.List;

/** What a body that configures a sync came to. */
public sealed interface Wanted {
    /**
     * It can be configured, as far as the words go.
     *
     * @param definition the sync
     * @param dryRun report, and write nothing
     * @param checkFirst look at both ends before configuring
     * @param places where the source and each destination stand in the body, as JSON pointers
     * @param notes what was understood differently from how it was written, one sentence each
     */
    record Good(
            SyncDefinition definition,
            boolean dryRun,
            boolean checkFirst,
            Places places,
            List<String> notes)
            implements Wanted {
        /** Copies the list. */
        public Good {
            notes = List.copyOf(notes);
        }
    }

    /** Where the ends stand in the body, as JSON pointers. */
    record Places(String source, List<String> destinations) {
        /** Copies the list. */
        public Places {
            destinations = List.copyOf(destinations);
        }

        /** The place of an end that a check has looked at. */
        String of(Check.Noted noted) {
            if (!noted.pointer().isEmpty()) {
                return noted.pointer();
            }
            return noted.destination() == Check.Noted.SOURCE
                    ? source
                    : destinations.get(noted.destination());
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
