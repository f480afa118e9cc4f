package io.syncline.engine.sync;

import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.gather.GatherTerms;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.shape.ShapeRules;

/**
 * How a sync does its work, beyond what moves where: each part has a standard that holds when
 * nobody says otherwise.
 *
 * @param checks what is looked at beside moving rows
 * @param guards what keeps it from doing harm
 * @param shape what becomes of rows on their way
 * @param evolution what it does when the source's tables change
 * @param performance how it uses its ends
 * @param applying in which order its changes come to be seen
 * @param merging how it makes one row of two, if it goes both ways
 * @param gathering what has to be so before a row of several sources is written, one way
 */
public record Options(
        Checks checks,
        Guards guards,
        ShapeRules shape,
        SchemaChanges evolution,
        Performance performance,
        Applying applying,
        Merging merging,
        GatherTerms gathering) {
    /** A sync that does not gather rows of several sources. */
    public Options(
            Checks checks,
            Guards guards,
            ShapeRules shape,
            SchemaChanges evolution,
            Performance performance,
            Applying applying,
            Merging merging) {
        this(checks, guards, shape, evolution, performance, applying, merging, GatherTerms.NONE);
    }

    /** A sync that goes one way. */
    public Options(
            Checks checks,
            Guards guards,
            ShapeRules shape,
            SchemaChanges evolution,
            Performance performance,
            Applying applying) {
        this(checks, guards, shape, evolution, performance, applying, Merging.asking());
    }

    /** The same with another way of merging. */
    public Options with(Merging other) {
        return new Options(
                checks, guards, shape, evolution, performance, applying, other, gathering);
    }

    /** The same on other terms for rows of several sources. */
    public Options with(GatherTerms other) {
        return new Options(checks, guards, shape, evolution, performance, applying, merging, other);
    }

    /** The same with other rules for rows. */
    public Options with(ShapeRules other) {
        return new Options(
                checks, guards, other, evolution, performance, applying, merging, gathering);
    }

    /** The same with other checks. */
    public Options with(Checks other) {
        return new Options(
                other, guards, shape, evolution, performance, applying, merging, gathering);
    }

    /** The same with another word for changes of the source's tables. */
    public Options with(SchemaChanges other) {
        return new Options(checks, guards, shape, other, performance, applying, merging, gathering);
    }

    /** The same with another use of its ends. */
    public Options with(Performance other) {
        return new Options(checks, guards, shape, evolution, other, applying, merging, gathering);
    }

    /** The same with other guards. */
    public Options with(Guards other) {
        return new Options(
                checks, other, shape, evolution, performance, applying, merging, gathering);
    }

    /** The same in another order. */
    public Options with(Applying other) {
        return new Options(
                checks, guards, shape, evolution, performance, other, merging, gathering);
    }

    /** What holds when nobody says otherwise. */
    public static Options standard() {
        return new Options(
                Checks.standard(),
                Guards.standard(),
                ShapeRules.none(),
                SchemaChanges.FOLLOW,
                Performance.standard(),
                Applying.BY_KEY);
    }
}
