package io.syncline.engine.sync;

/**
 * How a sync does its work, beyond what moves where: each part has a standard that holds when
 * nobody says otherwise.
 *
 * @param checks what is looked at beside moving rows
 * @param guards what keeps it from doing harm
 */
public record Options(Checks checks, Guards guards) {
    /** What holds when nobody says otherwise. */
    public static Options standard() {
        return new Options(Checks.standard(), Guards.standard());
    }
}
