package io.syncline.engine.reconcile;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import io.syncline.core.merge.Merge;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives an end what a round owes it: in one transaction with a receipt, each row only if it is
 * still as it was looked at.
 *
 * @param number the round's
 * @param looked the rows as the end showed them
 * @param across the rows as the other end showed them
 */
record Writing(
        Parts parts, long number, End end, Map<RowId, Looked> looked, Map<RowId, Looked> across) {
    /**
     * What an end has answered.
     *
     * @param outcomes what became of each row, in their order
     * @param head a place of the end's log that is older than any row that was made; null if none
     *     was to be
     */
    record Answer(List<Outcome> outcomes, @Nullable Position head) {}

    /**
     * Writes what is owed of these rows.
     *
     * @throws EndpointException TRANSIENT if it is not known whether all was written
     */
    Answer write(List<Pair> owed) {
        Position head = owed.stream().anyMatch(this::makes) ? end.source().head() : null;
        try (OpenTransaction transaction = end.target().begin(end.flow(), 0, parts.epoch())) {
            // What a cascade takes along may hold an edit that nobody has seen yet.
            transaction.keep(Set.copyOf(end.collections()));
            List<Outcome> outcomes = made(transaction, owed);
            Set<Integer> left = new HashSet<>();
            for (int i = 0; i < owed.size(); i++) {
                if (!(outcomes.get(i) instanceof Outcome.Applied)) {
                    left.add(debt(owed.get(i)).place());
                }
            }
            if (!transaction.commit(new Receipt(number, left).position())) {
                throw new EndpointException(
                        EndpointException.Kind.TRANSIENT,
                        Code.CONNECTION_LOST,
                        "The answer to a commit was lost");
            }
            return new Answer(outcomes, head);
        }
    }

    /** Whether a row is not there yet and will be. */
    boolean makes(Pair pair) {
        Image base = pair.base().image();
        return base != null
                && !base.isAbsent()
                && Objects.requireNonNull(looked.get(pair.id())).shared().isAbsent();
    }

    private Half.Debt debt(Pair pair) {
        return Objects.requireNonNull(pair.half(end.which()).debt());
    }

    /** Makes the writes; what others have to make room for is tried again after them. */
    private List<Outcome> made(OpenTransaction transaction, List<Pair> owed) {
        // Told by its name at the end, so that the loop knows its own writes again.
        Version now = parts.clock().next();
        Version version = new Version(now.millis(), now.counter(), new ReplicaId(end.flow()));
        end.facing()
                .expectShared(
                        owed.stream().map(Pair::id).toList(),
                        owed.stream().map(Writing::base).toList());
        List<Write> writes = owed.stream().map(pair -> write(pair, version)).toList();
        List<Outcome> outcomes = new ArrayList<>(transaction.apply(writes));
        boolean progress = true;
        while (progress) {
            List<Integer> refused = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Refused) {
                    refused.add(i);
                }
            }
            progress = false;
            if (!refused.isEmpty() && refused.size() < outcomes.size()) {
                List<Outcome> later = transaction.apply(refused.stream().map(writes::get).toList());
                for (int i = 0; i < refused.size(); i++) {
                    progress |= !(later.get(i) instanceof Outcome.Refused);
                    outcomes.set(refused.get(i), later.get(i));
                }
            }
        }
        return outcomes;
    }

    private static Image base(Pair pair) {
        return Objects.requireNonNullElse(pair.base().image(), Image.absent());
    }

    /** A row as it is made at the end: what is not agreed of it is as the other end shows it. */
    private Row made(RowId id, Row agreed) {
        Row there = Objects.requireNonNull(across.get(id)).shared().row();
        return there == null ? agreed : there.overlaid(agreed);
    }

    private Write write(Pair pair, Version version) {
        Looked seen = Objects.requireNonNull(looked.get(pair.id()));
        Set<String> fields = debt(pair).fields();
        Image base = pair.base().image();
        Row row = base == null ? null : base.row();
        Image after = Image.absent();
        if (row != null) {
            boolean whole = fields.contains(Merge.ROW);
            Image wanted =
                    whole
                            ? Image.whole(made(pair.id(), row))
                            : Image.partial(Rows.only(row, fields));
            after = end.facing().own(pair.id(), wanted);
        }
        after = end.facing().written(pair.id(), seen.own(), after, parts.context().wallMillis());
        RowId id = end.facing().own(pair.id());
        RowId from = debt(pair).from();
        RowId called = from == null || seen.own().isAbsent() ? id : end.facing().own(from);
        Change change =
                called.equals(id) || row == null
                        ? Change.of(called, seen.own(), after, version)
                        : new Change(id, called, seen.own(), after, version);
        return new Write(change, new Expect.Unchanged(seen.token()));
    }
}
