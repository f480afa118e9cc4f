package io.syncline.bench;

import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Rows of ten fields merged: changed on one side, on both in different fields, and clashing. */
@State(Scope.Thread)
public class MergeLoop {
    private static final int ROWS = 1_000;

    private static final List<String> NAMES =
            List.of(
                    "id", "name", "email", "city", "price", "stock", "active", "changed", "note",
                    "kind");

    private static final Rules RULES = Rules.of(LatestWins.LATEST);

    private final List<Meeting> oneSided = new ArrayList<>();
    private final List<Meeting> bothSides = new ArrayList<>();
    private final List<Meeting> clashing = new ArrayList<>();

    /** What one merge takes. */
    private record Meeting(Base base, Side ours, Side theirs) {}

    /** Makes the rows, each image of its own as if it had just been read. */
    @Setup
    public void make() {
        for (int row = 0; row < ROWS; row++) {
            oneSided.add(meeting(row, List.of(1, 4), List.of()));
            bothSides.add(meeting(row, List.of(1, 4), List.of(3, 5)));
            clashing.add(meeting(row, List.of(1, 4), List.of(1, 5)));
        }
    }

    private static Meeting meeting(int row, List<Integer> ours, List<Integer> theirs) {
        return new Meeting(
                Base.of(image(row, List.of(), 0)),
                side("ours", row, image(row, ours, 1), 1),
                side("theirs", row, image(row, theirs, 2), 2));
    }

    private static Side side(String name, int row, Image now, long millis) {
        ReplicaId replica = new ReplicaId(name);
        Times times = Times.of(new Version(millis, 0, replica));
        return new Side(replica, now, image(row, List.of(), 0), times);
    }

    private static Image image(int row, List<Integer> changed, int by) {
        List<Value> values = new ArrayList<>();
        for (int field = 0; field < NAMES.size(); field++) {
            int seed = row + (changed.contains(field) ? by * ROWS : 0);
            values.add(
                    switch (field) {
                        case 0, 5 -> new Value.Int(seed);
                        case 4 -> new Value.Decimal(BigDecimal.valueOf(seed, 2));
                        case 6 -> new Value.Bool(true);
                        case 7 -> new Value.Instant(Instant.ofEpochSecond(seed));
                        default -> new Value.Text("value " + field + " of row " + seed);
                    });
        }
        return Image.whole(Row.of(Header.of(NAMES), values));
    }

    private static void merge(List<Meeting> meetings, Blackhole hole) {
        for (Meeting each : meetings) {
            hole.consume(Merge.merge(each.base(), each.ours(), each.theirs(), RULES));
        }
    }

    /** Two fields changed on one side. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void oneSided(Blackhole hole) {
        merge(oneSided, hole);
    }

    /** Two fields changed on either side, none on both. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void bothSides(Blackhole hole) {
        merge(bothSides, hole);
    }

    /** Two fields changed on either side, one of them on both. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void clashing(Blackhole hole) {
        merge(clashing, hole);
    }
}
