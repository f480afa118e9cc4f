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
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Rows of ten fields merged: changed on one side, on both in different fields, and clashing; and
 * rows of twenty fields.
 */
@State(Scope.Thread)
public class MergeLoop {
    private static final int ROWS = 1_000;

    private static final List<String> NAMES =
            List.of(
                    "id", "name", "email", "city", "price", "stock", "active", "changed", "note",
                    "kind");

    private static final List<String> TWENTY =
            Stream.concat(NAMES.stream(), NAMES.stream().map(name -> "other_" + name)).toList();

    private static final Rules RULES = Rules.of(LatestWins.LATEST);

    private final List<Meeting> oneSided = new ArrayList<>();
    private final List<Meeting> bothSides = new ArrayList<>();
    private final List<Meeting> clashing = new ArrayList<>();
    private final List<Meeting> twenty = new ArrayList<>();

    /** What one merge takes. */
    private record Meeting(Base base, Side ours, Side theirs) {}

    /**
     * Makes the rows, each image of its own as if it had just been read; what the sides have seen
     * is the base itself, as it is once both have what was agreed.
     */
    @Setup
    public void make() {
        for (int row = 0; row < ROWS; row++) {
            oneSided.add(meeting(NAMES, row, List.of(1, 4), List.of()));
            bothSides.add(meeting(NAMES, row, List.of(1, 4), List.of(3, 5)));
            clashing.add(meeting(NAMES, row, List.of(1, 4), List.of(1, 5)));
            twenty.add(meeting(TWENTY, row, List.of(1, 4, 12), List.of(3, 5, 17)));
        }
    }

    private static Meeting meeting(
            List<String> names, int row, List<Integer> ours, List<Integer> theirs) {
        Image base = image(names, row, List.of(), 0);
        return new Meeting(
                Base.of(base),
                side("ours", image(names, row, ours, 1), base, 1),
                side("theirs", image(names, row, theirs, 2), base, 2));
    }

    private static Side side(String name, Image now, Image seen, long millis) {
        ReplicaId replica = new ReplicaId(name);
        Times times = Times.of(new Version(millis, 0, replica));
        return new Side(replica, now, seen, times);
    }

    private static Image image(List<String> names, int row, List<Integer> changed, int by) {
        List<Value> values = new ArrayList<>();
        for (int field = 0; field < names.size(); field++) {
            int seed = row + (changed.contains(field) ? by * ROWS : 0);
            values.add(
                    switch (field % NAMES.size()) {
                        case 0, 5 -> new Value.Int(seed);
                        case 4 -> new Value.Decimal(BigDecimal.valueOf(seed, 2));
                        case 6 -> new Value.Bool(true);
                        case 7 -> new Value.Instant(Instant.ofEpochSecond(seed));
                        default -> new Value.Text("value " + field + " of row " + seed);
                    });
        }
        return Image.whole(Row.of(Header.of(names), values));
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

    /** Of twenty fields three changed on either side, none on both. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void twentyFields(Blackhole hole) {
        merge(twenty, hole);
    }

    /** Two fields changed on either side, one of them on both. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void clashing(Blackhole hole) {
        merge(clashing, hole);
    }
}
