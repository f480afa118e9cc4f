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
import org.jspecify.annotations.Nullable;

/**
 * Writes that demand something of the row they meet: it is locked, read, compared here value by
 * value, written, and read again. Never compared by a collation.
 */
final class Demand {
    private final Statements statements;
    private final RowLookup lookup;

    Demand(Statements statements, RowLookup lookup) {
        this.statements = statements;
        this.lookup = lookup;
    }

    /** Does the writes one by one; refusals by the server are exceptions. */
    List<Outcome> meet(List<Pending> writes) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Pending each : writes) {
            outcomes.add(meet(each));
        }
        return outcomes;
    }

    private Outcome meet(Pending write) throws SQLException {
        Change change = write.write().change();
        RowId now = change.from() == null ? change.id() : change.from();
        Image actual = image(lookup.locked(write.shape(), now));
        if (!met(write.write().expect(), actual)) {
            return new Outcome.Stale(actual);
        }
        if (change.after() instanceof Image.Partial && actual.isAbsent()) {
            return Statements.missing();
        }
        if (!change.after().isAbsent() && actual.isAbsent()) {
            try {
                // A row that came meanwhile must not be overwritten.
                statements.insert(write);
            } catch (SQLException e) {
                Row other =
                        e.getErrorCode() == Failures.DUPLICATE
                                ? lookup.locked(write.shape(), change.id())
                                : null;
                if (other == null) {
                    throw e;
                }
                return new Outcome.Stale(Image.whole(other));
            }
        } else {
            statements.run(List.of(write.as(form(change))));
        }
        return new Outcome.Applied(image(lookup.locked(write.shape(), change.id())));
    }

    private static Pending.Form form(Change change) {
        if (change.after().isAbsent()) {
            return Pending.Form.DELETE;
        }
        if (change.from() != null) {
            return Pending.Form.MOVE;
        }
        return change.after() instanceof Image.Whole ? Pending.Form.STORE : Pending.Form.CHANGE;
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
