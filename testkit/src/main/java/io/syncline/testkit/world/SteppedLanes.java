package io.syncline.testkit.world;

import io.syncline.engine.mirror.Lane;
import io.syncline.engine.mirror.Lanes;
import java.util.ArrayList;
import java.util.List;

/** Lanes that stand still until the world takes a step of one of them. */
final class SteppedLanes implements Lanes {
    private final List<Stepped> lanes = new ArrayList<>();

    private final class Stepped implements Handle {
        private final Lane lane;

        Stepped(Lane lane) {
            this.lane = lane;
        }

        @Override
        public void wake() {}

        @Override
        public void stop() {
            lanes.remove(this);
        }
    }

    @Override
    public Handle start(String name, Lane lane) {
        Stepped stepped = new Stepped(lane);
        lanes.add(stepped);
        return stepped;
    }

    int size() {
        return lanes.size();
    }

    void step(int index) {
        Stepped stepped = lanes.get(index);
        if (stepped.lane.step() instanceof Lane.Next.Done) {
            lanes.remove(stepped);
        }
    }
}
