package io.syncline.testkit.world;

import io.syncline.core.endpoint.Position;
import io.syncline.testkit.memory.Commit;

/** A table is only emptied at the target after a person's word, if that is what the guards say. */
final class NothingGoesUnasked {
    private NothingGoesUnasked() {}

    /** Called when the target is about to empty a table. */
    static void check(World world) {
        long least =
                world.target().places(World.FLOW).values().stream()
                        .map(Position::token)
                        .mapToLong(Long::parseLong)
                        .min()
                        .orElse(0);
        String released = world.store().note(World.FLOW, "released");
        long until = released == null || released.equals("heal") ? -1 : Long.parseLong(released);
        boolean meant =
                world.database().log().stream()
                        .filter(commit -> commit.number() > least && commit.number() <= until)
                        .flatMap(commit -> commit.steps().stream())
                        .anyMatch(Commit.Step.Emptied.class::isInstance);
        if (!meant) {
            throw new AssertionError("A table is emptied, and was released only to " + released);
        }
    }
}
