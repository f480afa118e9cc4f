package io.syncline.engine.review;

/**
 * What became of many wishes.
 *
 * @param done decided
 * @param kept proposed, so that another person can confirm
 * @param stale not as they were shown any more
 * @param refused could not be done
 * @param unknown decided or not: the loop ended before it could tell
 */
public record Tally(long done, long kept, long stale, long refused, long unknown) {
    /** Of none. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /** With one more. */
    Tally and(Answer answer) {
        return switch (answer) {
            case Answer.Done _, Answer.Previewed _ ->
                    new Tally(done + 1, kept, stale, refused, unknown);
            case Answer.Kept _ -> new Tally(done, kept + 1, stale, refused, unknown);
            case Answer.Stale _, Answer.Gone _ ->
                    new Tally(done, kept, stale + 1, refused, unknown);
            case Answer.Refused _ -> new Tally(done, kept, stale, refused + 1, unknown);
            case Answer.Unknown _ -> new Tally(done, kept, stale, refused, unknown + 1);
        };
    }
}
