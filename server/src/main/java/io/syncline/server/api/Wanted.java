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
     * @param places where the ends stand in the body, as JSON pointers
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
    record Places(List<String> sources, List<String> destinations) {
        /** Copies the lists. */
        public Places {
            sources = List.copyOf(sources);
            destinations = List.copyOf(destinations);
        }

        /** The place of the destination of a leg. */
        String destination(int leg) {
            return at(destinations, leg);
        }

        /** The place of an end that a check has looked at. */
        String of(Check.Noted noted) {
            if (!noted.pointer().isEmpty()) {
                return noted.pointer();
            }
            // Several sources share a destination, as several destinations do a source.
            return noted.end() < 0
                    ? at(sources, Check.Noted.SOURCE - noted.end())
                    : at(destinations, noted.end());
        }

        private static String at(List<String> places, int leg) {
            return places.get(Math.min(leg, places.size() - 1));
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
