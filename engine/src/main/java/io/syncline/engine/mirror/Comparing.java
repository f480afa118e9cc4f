package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.sync.Route;
import io.syncline.engine.verify.Keys;
import io.syncline.engine.verify.Stretch;
import io.syncline.engine.verify.Suspects;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes what compares rows beside the stream: all of a flow, or parts that somebody wants.
 *
 * @param guarding of the flow
 * @param plan what is copied
 */
record Comparing(Guarding guarding, Plan plan) {
    /**
     * Compares all.
     *
     * @param done notes durably that all is mended
     */
    Heal heal(Runnable wakeFeed, Runnable done) {
        Scan source = source();
        List<Supplier<Suspects>> parts = new ArrayList<>();
        List<Route> routes = new ArrayList<>(plan.routes());
        // What has no key was copied anew.
        routes.removeAll(Keyless.of(plan));
        for (Route route : routes) {
            Layout layout = plan.here(route);
            Shape shape = plan.shape(route);
            parts.add(() -> Suspects.of(source, target(), layout, shape));
        }
        Holds holds = guarding.holds();
        return made(parts, limit(holds::mayDelete, stop -> holds.pull(stop, null)), wakeFeed, done);
    }

    /** Compares what somebody wants by now; what the plan has no more is passed over. */
    Heal again(Runnable wakeFeed) {
        Scan source = source();
        Holds holds = guarding.holds();
        Stretches stretches = holds.stretches();
        List<Stretch> wanted = stretches.wanted();
        List<Supplier<Suspects>> parts = new ArrayList<>();
        for (Stretch stretch : wanted) {
            Layout layout = plan.layouts().get(stretch.collection());
            if (layout != null && !layout.key().isEmpty() && fits(stretch, layout)) {
                Shape shape = Objects.requireNonNull(plan.shapes().get(stretch.collection()));
                parts.add(
                        () -> {
                            toldIsSeen();
                            Suspects one = Suspects.of(source, target(), layout, shape, stretch);
                            stretches.looked(one.rowsHere());
                            return one;
                        });
            }
        }
        Heal.Limit brake = limit(holds::mayDeleteAgain, holds::pullAgain);
        Heal.Limit counted =
                (in, extra, part) -> {
                    brake.check(in, extra, part);
                    stretches.mended(part.extra().size() + part.others().size());
                };
        return made(parts, counted, wakeFeed, () -> holds.lookedAgain(wanted));
    }

    /** What was told is not told again: both sides would be equal without it, and stay so. */
    private void toldIsSeen() {
        if (guarding.source() instanceof Lookup lookup) {
            lookup.current(List.of(), ((Source) guarding.source()).head());
        }
    }

    /** Its key may have changed since somebody wanted it. */
    private static boolean fits(Stretch stretch, Layout layout) {
        return stretch.width() <= layout.key().size();
    }

    private Heal made(
            List<Supplier<Suspects>> parts, Heal.Limit limit, Runnable wakeFeed, Runnable done) {
        return new Heal(
                parts,
                guarding.allowance(),
                limit,
                () -> guarding.store().parkedRows(guarding.flow()),
                done,
                wakeFeed);
    }

    private Heal.Limit limit(Supplier<Boolean> released, Function<Stop, RuntimeException> pulled) {
        return (in, extra, part) -> {
            @Nullable Shape shape = plan.shapeOf(in.collection());
            boolean fixed = shape != null && shape.appendOnly();
            boolean many = guarding.guards().deletes().tooMany(extra, in.rowsThere());
            if (many && !fixed && !released.get()) {
                List<RowId> some = part.extra();
                List<String> keys =
                        some.stream().limit(3).map(id -> Stop.masked(Keys.text(id.key()))).toList();
                throw pulled.apply(
                        new Stop(
                                List.of(
                                        new Stop.Going(
                                                in.collection(),
                                                extra,
                                                in.rowsThere(),
                                                false,
                                                keys))));
            }
        };
    }

    private Scan source() {
        return new Paced((Scan) guarding.source(), guarding.allowance());
    }

    private Scan target() {
        return (Scan) guarding.target();
    }
}
