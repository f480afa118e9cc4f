package io.syncline.connector.mysql;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes that demand something of the row they meet, many at a time: the rows are locked, read,
 * compared here value by value, written, and read again, because triggers, defaults and types may
 * have made something else of them. Never compared by a collation.
 */
final class Demand {
    private final Statements statements;
    private final RowLookup lookup;

    Demand(Statements statements, RowLookup lookup) {
        this.statements = statements;
        this.lookup = lookup;
    }

    /**
     * Does writes that are alike, all by a few statements; refusals by the server are exceptions,
     * as is one row of several that has come meanwhile.
     */
    List<Outcome> meet(List<Pending> writes) throws SQLException {
        Shape shape = writes.getFirst().shape();
        Map<RowId, Row> now = lookup.locked(shape, writes.stream().map(Demand::before).toList());
        @Nullable Outcome[] outcomes = new Outcome[writes.size()];
        List<Pending> fresh = new ArrayList<>();
        List<Pending> there = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Pending write = writes.get(i);
            Image after = write.write().change().after();
            Image actual = image(now.get(before(write)));
            if (!met(write.write().expect(), actual)) {
                outcomes[i] = new Outcome.Stale(actual);
            } else if (!actual.isAbsent()) {
                there.add(write);
            } else if (after instanceof Image.Partial) {
                outcomes[i] = Statements.missing();
            } else if (after instanceof Image.Whole) {
                fresh.add(write);
            }
        }
        change(there);
        if (!fresh.isEmpty()) {
            Row other = insert(fresh);
            if (other != null) {
                outcomes[writes.indexOf(fresh.getFirst())] = new Outcome.Stale(Image.whole(other));
            }
        }
        return stored(writes, outcomes);
    }

    /** What the server has made of the rows that were written. */
    private List<Outcome> stored(List<Pending> writes, @Nullable Outcome[] outcomes)
            throws SQLException {
        List<RowId> written = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                written.add(writes.get(i).write().change().id());
            }
        }
        Map<RowId, Row> now = lookup.locked(writes.getFirst().shape(), written);
        List<Outcome> all = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Outcome known = outcomes[i];
            RowId id = writes.get(i).write().change().id();
            all.add(known == null ? new Outcome.Applied(image(now.get(id))) : known);
        }
        return all;
    }

    /**
     * A write as it is done whatever row it meets; null if it is none of one row that stays where
     * it is, or if that row, which is locked, is not as demanded.
     */
    @Nullable Pending plain(Pending write) throws SQLException {
        if (write.form() == Pending.Form.STORE || write.form() == Pending.Form.CHANGE) {
            return write;
        }
        Image after = write.write().change().after();
        if (write.form() != Pending.Form.DEMAND || write.from() != null || after.isAbsent()) {
            return null;
        }
        RowId id = before(write);
        Image actual = image(lookup.locked(write.shape(), List.of(id)).get(id));
        Pending.Form form = actual.isAbsent() ? Pending.Form.STORE : Pending.Form.CHANGE;
        return met(write.write().expect(), actual) ? write.as(form) : null;
    }

    /** What became of a write that was done whatever row it met. */
    Outcome written(Pending write) throws SQLException {
        if (write.write().expect() instanceof Expect.Any) {
            return Outcome.applied();
        }
        RowId id = write.write().change().id();
        return new Outcome.Applied(image(lookup.locked(write.shape(), List.of(id)).get(id)));
    }

    /** The row that a write meets. */
    private static RowId before(Pending write) {
        Change change = write.write().change();
        RowId from = change.from();
        return from == null ? change.id() : from;
    }

    /** Writes rows that are there, and locked. */
    private void change(List<Pending> writes) throws SQLException {
        List<Pending> stay = new ArrayList<>();
        for (Pending each : writes) {
            if (each.from() != null) {
                statements.run(List.of(each.as(Pending.Form.MOVE)));
            } else {
                stay.add(each);
            }
        }
        if (stay.isEmpty()) {
            return;
        }
        if (stay.getFirst().write().change().after().isAbsent()) {
            statements.delete(stay);
        } else {
            statements.update(stay);
        }
    }

    /** Inserts rows; the other one if there was only one, and another has come meanwhile. */
    private @Nullable Row insert(List<Pending> fresh) throws SQLException {
        try {
            // A row that came meanwhile must not be overwritten.
            statements.insert(fresh);
            return null;
        } catch (SQLException e) {
            boolean alone = fresh.size() == 1 && e.getErrorCode() == Failures.DUPLICATE;
            RowId id = fresh.getFirst().write().change().id();
            Row other = alone ? lookup.locked(fresh.getFirst().shape(), List.of(id)).get(id) : null;
            if (other == null) {
                throw e;
            }
            return other;
        }
    }

    private static boolean met(Expect expect, Image actual) {
        Row row = actual.row();
        return switch (expect) {
            case Expect.Any _ -> true;
            case Expect.Unchanged(Token token) -> token.equals(RowLookup.token(actual));
            case Expect.Same(Image image) -> {
                Row expected = image.row();
                yield expected == null ? row == null : row != null && expected.within(row);
            }
        };
    }

    private static Image image(@Nullable Row row) {
        return row == null ? Image.absent() : Image.whole(row);
    }
}
