package io.syncline.engine.verify;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.sync.Verification.Difference;
import io.syncline.engine.sync.Verification.Difference.Kind;
import io.syncline.engine.verify.Compare.Differing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares two ends that are both written, row by row, in the form that both hold, while changes
 * flow. Both are read through and hashed; rows that seem to differ may only be on their way, so
 * those are looked at, and once more after all that was written by then is dealt with. Only a row
 * that differs and stood still meanwhile at both ends is a difference. Rows that do not belong to
 * the sync, such as those that a filter leaves out, are not there for it. Used by one thread.
 */
public final class PairCompare {
    private static final int KEYS_AT_ONCE = 500;
    private static final int ROUNDS_MAX = 20;

    private final List<Paired> collections;
    private final BooleanSupplier settled;
    private final RowHash hash = new RowHash();

    /**
     * What was found.
     *
     * @param rows how many there are, of those that stood still
     * @param digest stands for all these rows; of a row that differs, as the first end has it
     */
    public record Result(long rows, List<Differing> differences, String digest) {
        /** Copies the list. */
        public Result {
            differences = List.copyOf(differences);
        }
    }

    private record Seen(@Nullable Row ours, @Nullable Row theirs) {}

    /**
     * A comparison.
     *
     * @param settled waits until all that is written at both ends by now is dealt with; false if it
     *     gives up
     */
    public PairCompare(List<Paired> collections, BooleanSupplier settled) {
        this.collections = List.copyOf(collections);
        this.settled = settled;
    }

    /** Compares everything. */
    public Result run() {
        Digest digest = new Digest();
        List<Differing> differences = new ArrayList<>();
        for (Paired each : collections) {
            Tally tally = digest.of(each.shared().collection());
            Reading reading = Reading.of(each.side(each.here()), each.side(each.there()));
            tally.add(reading.alike());
            differences.addAll(look(each, reading.suspects(), tally));
        }
        rest();
        return new Result(digest.rows(), differences, digest.text());
    }

    /** Which of some rows differ, by the shared ids. */
    public List<Differing> differing(Paired rows, Collection<RowId> ids) {
        return look(rows, ids, new Tally());
    }

    private void rest() {
        if (!settled.getAsBoolean()) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.NO_PROGRESS,
                    "The two ends did not come to rest");
        }
    }

    private List<Differing> look(Paired rows, Collection<RowId> suspects, Tally tally) {
        List<Differing> differences = new ArrayList<>();
        Map<RowId, Seen> before = Map.of();
        List<RowId> left = List.copyOf(suspects);
        for (int round = 0; round < ROUNDS_MAX && !left.isEmpty(); round++) {
            boolean rested = round > 0;
            if (rested) {
                rest();
            }
            Map<RowId, Seen> moving = new HashMap<>();
            for (int i = 0; i < left.size(); i += KEYS_AT_ONCE) {
                List<RowId> part = left.subList(i, Math.min(left.size(), i + KEYS_AT_ONCE));
                List<@Nullable Row> ours = rows.here().rows(part);
                List<@Nullable Row> theirs = rows.there().rows(part);
                for (int j = 0; j < part.size(); j++) {
                    RowId id = part.get(j);
                    Seen seen = new Seen(ours.get(j), theirs.get(j));
                    boolean equal = equal(seen.ours(), seen.theirs(), rows.fields());
                    if (!equal && !(rested && seen.equals(before.get(id)))) {
                        moving.put(id, seen);
                        continue;
                    }
                    if (!equal) {
                        differences.add(new Differing(id, difference(rows, id, seen)));
                    }
                    count(seen, rows.fields(), tally);
                }
            }
            left = List.copyOf(moving.keySet());
            before = moving;
        }
        return differences;
    }

    /** Of a row that differs, what the first end has counts. */
    private void count(Seen seen, List<String> fields, Tally tally) {
        Row ours = seen.ours();
        Row theirs = seen.theirs();
        if (ours != null) {
            Row both =
                    theirs == null
                            ? ours
                            : ours.map((name, value) -> kept(theirs.get(name), value));
            tally.add(hash.of(both, fields));
        }
    }

    private static Value kept(@Nullable Value theirs, Value ours) {
        return theirs == null ? Value.nothing() : ours;
    }

    /** A field that one end cannot hold is not kept equal. */
    static boolean equal(@Nullable Row ours, @Nullable Row theirs, List<String> fields) {
        return ours == null || theirs == null
                ? ours == null && theirs == null
                : fields.stream().allMatch(name -> same(ours.get(name), theirs.get(name)));
    }

    private static boolean same(@Nullable Value ours, @Nullable Value theirs) {
        return ours == null || theirs == null || Objects.equals(ours, theirs);
    }

    private static Difference difference(Paired rows, RowId id, Seen seen) {
        Row ours = seen.ours();
        Row theirs = seen.theirs();
        Kind kind = theirs == null ? Kind.MISSING : ours == null ? Kind.EXTRA : Kind.DIFFERENT;
        List<String> fields =
                ours == null || theirs == null
                        ? List.of()
                        : rows.fields().stream()
                                .filter(name -> !same(ours.get(name), theirs.get(name)))
                                .toList();
        return new Difference(rows.table(), Keys.text(id.key()), kind, fields);
    }
}
