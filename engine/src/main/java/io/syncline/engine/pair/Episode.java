package io.syncline.engine.pair;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.Settled;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step in the history of a row that two ends share: what was agreed before, what both showed,
 * what is agreed now, and why.
 *
 * @param round the round that decided it; later rounds have higher numbers, so it is the number of
 *     the row's version too
 * @param id the row
 * @param before what was agreed; absent if nothing was
 * @param ours what the first end showed
 * @param theirs what the other end showed
 * @param after what is agreed from now on
 * @param origins where each changed field's value comes from
 * @param settled what both had changed and a rule decided
 * @param conflicts what was left to a person
 * @param by who decided: {@link #SYSTEM}, or a person's name
 * @param millis when, UTC
 * @param deed what the person did; null if nobody but the rules decided
 * @param makers who had edited the row, as the applications said
 */
public record Episode(
        long round,
        RowId id,
        Image before,
        Image ours,
        Image theirs,
        Image after,
        Map<String, Origin> origins,
        List<Settled> settled,
        List<Conflict> conflicts,
        String by,
        long millis,
        @Nullable Deed deed,
        Makers makers) {
    /**
     * Whom the latest edit's transaction names as its maker, at either end.
     *
     * @param ours at the first end; null if it names nobody, or nothing was edited there
     * @param theirs at the other end, likewise
     */
    public record Makers(@Nullable String ours, @Nullable String theirs) {
        /** Nobody is named. */
        public static final Makers NONE = new Makers(null, null);

        /** As both logs told of a row. */
        public static Makers of(Dirt told) {
            return new Makers(told.ours().by(), told.theirs().by());
        }
    }

    /** Nobody but the rules. */
    public static final String SYSTEM = "system";

    /** Copies all. */
    public Episode {
        origins = Map.copyOf(origins);
        settled = List.copyOf(settled);
        conflicts = List.copyOf(conflicts);
    }

    /** One that is nobody's deed. */
    public Episode(
            long round,
            RowId id,
            Image before,
            Image ours,
            Image theirs,
            Image after,
            Map<String, Origin> origins,
            List<Settled> settled,
            List<Conflict> conflicts,
            String by,
            long millis) {
        this(
                round,
                id,
                before,
                ours,
                theirs,
                after,
                origins,
                settled,
                conflicts,
                by,
                millis,
                null,
                Makers.NONE);
    }
}
