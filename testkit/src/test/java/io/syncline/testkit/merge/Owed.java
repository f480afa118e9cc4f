package io.syncline.testkit.merge;

import io.syncline.core.change.Image;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Times;
import java.util.Set;

/** Meetings of sides that show something else than the base. */
final class Owed {
    private Owed() {}

    static Meeting of(
            Image base,
            Image ours,
            Image seen,
            Set<String> owed,
            Image theirs,
            Image seenThere,
            Set<String> owedThere) {
        return new Meeting(
                Base.of(base),
                new Side(Meeting.A, ours, seen, Times.unknown(), owed),
                new Side(Meeting.B, theirs, seenThere, Times.unknown(), owedThere));
    }

    /** Sides that have been given the base, and store it otherwise. */
    static Meeting of(Image base, Image ours, Image seen, Image theirs, Image seenThere) {
        return of(base, ours, seen, Set.of(), theirs, seenThere, Set.of());
    }
}
