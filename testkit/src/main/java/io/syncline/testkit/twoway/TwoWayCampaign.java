package io.syncline.testkit.twoway;

import io.syncline.testkit.world.Campaign;
import java.io.IOException;
import java.util.Map;

/** A long row of schedules of the two-way loop; goes on where it was ended. */
public final class TwoWayCampaign {
    private TwoWayCampaign() {}

    /**
     * @param arguments how many schedules in all, and the file that keeps the place, if not that of
     *     the measurements
     */
    public static void main(String[] arguments) throws IOException {
        Campaign.run(
                arguments,
                "bench/target/two-way-world.txt",
                "TwoWayWorldTest",
                any -> Map.of("schedules", 1L, "steps", TwoWayWorld.schedule(any)));
    }
}
