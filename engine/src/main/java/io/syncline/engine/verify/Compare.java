package io.syncline.engine.verify;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.sync.Route;
import io.syncline.engine.sync.Verification.Difference;
import io.syncline.engine.sync.Verification.Difference.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares a source and a target, row by row, while changes flow. First both are read through and
 * hashed; rows that seem to differ may only be on their way, so each of those is read again at
 * matched positions: the source's row, then the target's once it has come as far as the source was,
 * then the source's again. Only a row that stood still at the source and differs at the target is a
 * difference.
 */
public final class Compare {
    private static final int KEYS_AT_ONCE = 500;
    private static final int ROUNDS_MAX = 50;

    /** A round reads both sides through. */
    private static final int COUNTS_MAX = 5;

    private final Source source;
    private final Scan sourceScan;
    private final Lookup sourceLookup;
    private final Scan targetScan;
    private final Lookup targetLookup;
    private final Plan plan;
    private final Predicate<Position> awaitStored;
    private final RowHash hash = new RowHash();

    /**
     * What was found.
     *
     * @param rows how many rows the source has; without those that never stood still
     * @param position the source's place up to which they were compared
     * @param digest stands for all these rows as they are at the destination, or should be
     */
    public record Result(long rows, List<Differing> differences, Position position, String digest) {
        /** Copies the list. */
        public Result {
            differences = List.copyOf(differences);
        }
    }

    /**
     * A differing row.
     *
     * @param target its id by the target's name
     * @param difference for people
     */
    public record Differing(RowId target, Difference difference) {}

    /**
     * @param source must also be a {@link Scan} and a {@link Lookup}
     * @param target must be a {@link Scan} and a {@link Lookup}
     * @param awaitStored waits until the target has come as far as a place; false if it gives up
     */
    public Compare(Object source, Object target, Plan plan, Predicate<Position> awaitStored) {
        this.source = (Source) source;
        this.sourceScan = (Scan) source;
        this.sourceLookup = (Lookup) source;
        this.targetScan = (Scan) target;
        this.targetLookup = (Lookup) target;
        this.plan = plan;
        this.awaitStored = awaitStored;
    }

    /** Compares everything. */
    public Result run() {
        Digest digest = new Digest();
        List<Differing> differences = new ArrayList<>();
        for (Route route : plan.routes()) {
            Shape shape = plan.shape(route);
            Side here = Side.here(sourceScan, plan.here(route), shape);
            Side there = Side.there(targetScan, shape);
            Tally tally = digest.of(shape.layout().collection());
            if (shape.layout().key().isEmpty()) {
                differences.addAll(count(route, here, there, tally));
            } else {
                Reading reading = Reading.of(here, there);
                tally.add(reading.alike());
                differences.addAll(look(route, shape, reading.suspects(), tally));
            }
        }
        Position head = source.head();
        if (!awaitStored.test(head)) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.NO_PROGRESS,
                    "The target did not come to " + head.token());
        }
        return new Result(digest.rows(), differences, head, digest.text());
    }

    /**
     * Without a key a row is its values, and only how often it stands there can differ: the rows
     * are counted at the source, at the target once it has come as far, and at the source again.
     */
    private List<Differing> count(Route route, Side here, Side there, Tally tally) {
        Buckets all = Buckets.of(here);
        BitSet differing = all.differing(Buckets.of(there));
        tally.add(all.without(new BitSet()));
        Set<RowId> left = differing.isEmpty() ? Set.of() : null;
        List<Differing> differences = new ArrayList<>();
        for (int round = 0; round < COUNTS_MAX && (left == null || !left.isEmpty()); round++) {
            Map<RowId, BigInteger> before = Buckets.rowsOf(here, differing);
            boolean arrived = awaitStored.test(source.head());
            Map<RowId, BigInteger> theirs = Buckets.rowsOf(there, differing);
            Map<RowId, BigInteger> after = Buckets.rowsOf(here, differing);
            Set<RowId> ids = new HashSet<>(before.keySet());
            ids.addAll(theirs.keySet());
            ids.addAll(after.keySet());
            if (left != null) {
                ids.retainAll(left);
            }
            Set<RowId> moving = new HashSet<>();
            for (RowId id : ids) {
                BigInteger ours = before.get(id);
                BigInteger other = theirs.get(id);
                if (!arrived || !Objects.equals(ours, after.get(id))) {
                    moving.add(id);
                } else if (!Objects.equals(ours, other)) {
                    Kind kind =
                            other == null
                                    ? Kind.MISSING
                                    : ours == null ? Kind.EXTRA : Kind.DIFFERENT;
                    differences.add(
                            new Differing(
                                    id,
                                    new Difference(
                                            route.source(), Keys.text(id.key()), kind, List.of())));
                }
            }
            left = moving;
        }
        return differences;
    }

    private List<Differing> look(Route route, Shape shape, Set<RowId> suspects, Tally tally) {
        List<Differing> differences = new ArrayList<>();
        List<RowId> left = new ArrayList<>(suspects);
        for (int round = 0; round < ROUNDS_MAX && !left.isEmpty(); round++) {
            List<RowId> moving = new ArrayList<>();
            for (int i = 0; i < left.size(); i += KEYS_AT_ONCE) {
                lookAt(
                        route,
                        shape,
                        left.subList(i, Math.min(left.size(), i + KEYS_AT_ONCE)),
                        differences,
                        moving,
                        tally);
            }
            left = moving;
        }
        return differences;
    }

    private void lookAt(
            Route route,
            Shape shape,
            List<RowId> ids,
            List<Differing> differences,
            List<RowId> moving,
            Tally tally) {
        List<RowId> here = ids.stream().map(shape::here).toList();
        List<Found> before = sourceLookup.current(here, null);
        boolean arrived = awaitStored.test(source.head());
        List<Found> there = targetLookup.current(ids, null);
        List<Found> after = sourceLookup.current(here, null);
        List<String> compared = shape.compared().stream().sorted().toList();
        for (int i = 0; i < ids.size(); i++) {
            Row now = row(before.get(i));
            Row ours = now == null ? null : shape.row(now);
            Row theirs = row(there.get(i));
            boolean kept = now != null && ours == null && shape.keeps();
            if (!Objects.equals(now, row(after.get(i))) || !arrived) {
                moving.add(ids.get(i));
                continue;
            }
            if (!kept && !equal(ours, theirs, shape.compared())) {
                differences.add(
                        new Differing(
                                ids.get(i), difference(shape, route, ids.get(i), ours, theirs)));
            }
            if (ours != null) {
                tally.add(hash.of(ours, compared));
            }
        }
    }

    private static boolean equal(@Nullable Row ours, @Nullable Row theirs, List<String> compared) {
        return ours == null || theirs == null
                ? ours == null && theirs == null
                : compared.stream()
                        .allMatch(name -> Objects.equals(ours.get(name), theirs.get(name)));
    }

    private static @Nullable Row row(Found found) {
        return found instanceof Found.Seen(Image image, _) ? image.row() : null;
    }

    private static Difference difference(
            Shape shape, Route route, RowId id, @Nullable Row ours, @Nullable Row theirs) {
        Kind kind = theirs == null ? Kind.MISSING : ours == null ? Kind.EXTRA : Kind.DIFFERENT;
        List<String> fields =
                ours == null || theirs == null
                        ? List.of()
                        : shape.compared().stream()
                                .filter(name -> !Objects.equals(ours.get(name), theirs.get(name)))
                                .toList();
        return new Difference(route.source(), Keys.text(id.key()), kind, fields);
    }
}
