package io.syncline.testkit.connector;

import org.junit.jupiter.api.AfterEach;

/** A test class with a ground of its own for each test. */
public interface GroundUnderTest {
    /** The ground of this test; always the same. */
    Ground ground();

    /** Gives it back. */
    @AfterEach
    default void leaveTheGround() {
        ground().close();
    }
}
