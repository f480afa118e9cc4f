package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes writes that demand nothing, one group at a time: few rows by pipelined statements, many by
 * COPY and one statement over all of them. A row that is already as wanted is not written.
 */
final class Mirroring {
    /** Up to here a pipeline of statements is faster than a temporary table, as measured. */
    static final int PIPELINE_MAX = 64;

    private static final Outcome MISSING =
            Outcome.refused(Outcome.Kind.MISSING, "No such row, and only some fields are known");

    private final TargetSession session;
    private final @Nullable Outcome[] outcomes;
    private final int pipelineMax;

    /**
     * Writes to a session.
     *
     * @param outcomes where to note what became of each write, by its index
     */
    Mirroring(TargetSession session, @Nullable Outcome[] outcomes, int pipelineMax) {
        this.session = session;
        this.outcomes = outcomes;
        this.pipelineMax = pipelineMax;
    }

    /** Writes items of one group. */
    void write(List<Item> items) throws SQLException {
        Item first = items.getFirst();
        items.forEach(item -> outcomes[item.index()] = Outcome.applied());
        boolean many = items.size() > pipelineMax;
        switch (first.step()) {
            case DELETE -> delete(items, many);
            case MOVE -> {
                for (Item item : items) {
                    move(item);
                }
            }
            case UPDATE -> {
                if (many) {
                    updateMany(items);
                } else {
                    updateFew(items);
                }
            }
            case INSERT -> {
                if (many) {
                    insertMany(items);
                } else {
                    batch(Item.Step.INSERT, items);
                }
            }
        }
    }

    private void delete(List<Item> items, boolean many) throws SQLException {
        if (many) {
            TableShape shape = items.getFirst().shape();
            session.run(shape.delete(fill(items)));
        } else {
            batch(Item.Step.DELETE, items);
        }
    }

    private void updateFew(List<Item> items) throws SQLException {
        Item first = items.getFirst();
        int[] counts = batch(Item.Step.UPDATE, items);
        List<Item> untouched = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                untouched.add(items.get(i));
            }
        }
        // Nothing changed: equal already, or not there.
        if (first.whole() && !untouched.isEmpty()) {
            batch(Item.Step.INSERT, untouched);
        } else {
            for (Item item : untouched) {
                if (!exists(item)) {
                    outcomes[item.index()] = MISSING;
                }
            }
        }
    }

    private void updateMany(List<Item> items) throws SQLException {
        Item first = items.getFirst();
        TableShape shape = first.shape();
        String temporary = fill(items);
        int changed = session.update(shape.update(first.columns(), temporary));
        if (changed == items.size()) {
            return;
        }
        if (first.whole()) {
            session.run(shape.upsert(first.columns(), temporary, true));
            return;
        }
        try (PreparedStatement query =
                        session.connection().prepareStatement(shape.missing(temporary));
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                outcomes[items.get(rows.getInt(1)).index()] = MISSING;
            }
        }
    }

    private void insertMany(List<Item> items) throws SQLException {
        Item first = items.getFirst();
        TableShape shape = first.shape();
        Savepoint before = session.savepoint();
        try {
            CopyRows.copy(session.connection(), shape.table(), items, false);
            session.connection().releaseSavepoint(before);
            return;
        } catch (SQLException e) {
            if (shape.key().isEmpty() || Refusals.kind(e) != Outcome.Kind.UNIQUE) {
                throw e;
            }
            session.rollback(before);
        }
        // Some are there already: a second delivery, or rows from before.
        String temporary = fill(items);
        session.run(shape.upsert(first.columns(), temporary, false));
    }

    private void move(Item item) throws SQLException {
        var from = item.write().change().from();
        if (from == null) {
            throw new IllegalStateException("A move from nowhere");
        }
        @Nullable String[] texts = item.texts();
        @Nullable String[] before = Item.key(from);
        @Nullable String[] parameters = Arrays.copyOf(texts, texts.length + before.length);
        System.arraycopy(before, 0, parameters, texts.length, before.length);
        int moved = session.update(item.form().statement(Item.Step.MOVE), parameters);
        if (moved > 0) {
            return;
        }
        // It moved already, or was never there.
        if (item.whole()) {
            session.update(item.form().statement(Item.Step.INSERT), texts);
        } else if (exists(item)) {
            session.update(item.form().statement(Item.Step.UPDATE), texts);
        } else {
            outcomes[item.index()] = MISSING;
        }
    }

    private boolean exists(Item item) throws SQLException {
        try (PreparedStatement query =
                session.connection().prepareStatement(item.shape().exists())) {
            TargetSession.bind(query, 0, Item.key(item.write().change().id()));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private String fill(List<Item> items) throws SQLException {
        String temporary = session.temporary(items.getFirst().shape());
        CopyRows.copy(session.connection(), temporary, items, true);
        return temporary;
    }

    /** One round trip for all of them. */
    private int[] batch(Item.Step step, List<Item> items) throws SQLException {
        String sql = items.getFirst().form().statement(step);
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            for (Item item : items) {
                TargetSession.bind(statement, 0, item.texts());
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }
}
