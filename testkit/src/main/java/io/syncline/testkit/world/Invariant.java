package io.syncline.testkit.world;

/** Something that must hold after every step of a world. */
interface Invariant {
    /**
     * Looks at the world.
     *
     * @throws AssertionError if it does not hold
     */
    void check(World world);
}
