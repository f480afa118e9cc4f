package io.syncline.connector.postgres;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One call of apply on a table without a key: the writes are made in order, all of them with the
 * fence or none. A row is found by all its values, and of equal ones any will do. Used once, by one
 * thread.
 */
final class OrderedApply {
    /** From here on a COPY is faster than a batch of statements. */
    private static final int COPY_MIN = 64;

    private final TargetSession session;
    private final TableShape shape;
    private final Committing committing;
    private final Map<Integer, Outcome.Refused> refused = new TreeMap<>();

    /** Ends the transaction. */
    @FunctionalInterface
    interface Committing {
        /** False if the answer was lost: it may have happened. */
        boolean commit() throws SQLException;
    }

    OrderedApply(TargetSession session, TableShape shape, Committing committing) {
        this.session = session;
        this.shape = shape;
        this.committing = committing;
    }

    /** Applies the writes; one outcome for each. */
    List<Outcome> run(List<Write> writes, @Nullable Fence fence) throws SQLException {
        if (session.suppressing()) {
            throw Suppression.impossible(shape.collection() + " has no key");
        }
        List<Item> items = new ArrayList<>();
        RowForm.All forms = session.forms();
        for (int i = 0; i < writes.size(); i++) {
            Item item = Item.of(i, writes.get(i), shape, forms);
            String problem = problem(item);
            if (problem != null) {
                refuse(i, Outcome.Kind.UNREPRESENTABLE, problem);
            }
            items.add(item);
        }
        if (refused.isEmpty()) {
            try {
                write(items);
                if (fence != null) {
                    CheckpointTable.fence(session.connection(), fence);
                }
                Outcome outcome = committing.commit() ? Outcome.applied() : Outcome.Unknown.UNKNOWN;
                return Collections.nCopies(writes.size(), outcome);
            } catch (SQLException e) {
                if (Refusals.kind(e) == null) {
                    throw Refusals.root(e);
                }
                session.rollback();
            }
        }
        findRefused(items);
        session.rollback();
        if (fence != null) {
            CheckpointTable.check(session.connection(), fence);
            session.rollback();
        }
        return outcomes(writes);
    }

    private @Nullable String problem(Item item) {
        Change change = item.write().change();
        boolean old = change.from() != null || change.after().isAbsent();
        if (old && !(change.before() instanceof Image.Whole)
                || change.after() instanceof Image.Partial) {
            return "Of a row without a key every value has to be known";
        }
        return change.after().isAbsent() ? null : item.problem();
    }

    private void refuse(int index, Outcome.Kind kind, String words) {
        refused.put(index, new Outcome.Refused(kind, List.of(), words));
    }

    private List<Outcome> outcomes(List<Write> writes) {
        if (refused.isEmpty()) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.CONSTRAINT,
                    "Rows of " + shape.collection() + " were refused together, and not alone");
        }
        List<RowId> blocking =
                refused.keySet().stream().map(i -> writes.get(i).change().id()).toList();
        Outcome held =
                new Outcome.Refused(
                        refused.values().iterator().next().kind(),
                        blocking,
                        "Held back with a row that is refused");
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Outcome.Refused own = refused.get(i);
            outcomes.add(own == null ? held : own);
        }
        return outcomes;
    }

    private void findRefused(List<Item> items) throws SQLException {
        session.run("SET CONSTRAINTS ALL IMMEDIATE");
        for (Item item : items) {
            if (refused.containsKey(item.index())) {
                continue;
            }
            Savepoint before = session.savepoint();
            try {
                write(List.of(item));
                session.connection().releaseSavepoint(before);
            } catch (SQLException e) {
                Outcome.Kind kind = Refusals.kind(e);
                if (kind == null || kind == Outcome.Kind.BUSY) {
                    throw Refusals.root(e);
                }
                session.rollback(before);
                refuse(item.index(), kind, Refusals.words(e));
            }
        }
    }

    /** Inserts that follow each other are written at once. */
    private void write(List<Item> items) throws SQLException {
        List<Item> inserts = new ArrayList<>();
        for (Item item : items) {
            Change change = item.write().change();
            boolean insert = change.from() == null && !change.after().isAbsent();
            if (!inserts.isEmpty() && !(insert && inserts.getFirst().like(item))) {
                insert(inserts);
                inserts.clear();
            }
            if (!insert) {
                old(item);
            } else if (change.before().isAbsent()) {
                inserts.add(item);
            }
            // What is left is an update that changed nothing.
        }
        insert(inserts);
    }

    private void insert(List<Item> items) throws SQLException {
        if (items.size() >= COPY_MIN) {
            CopyRows.copy(session.connection(), shape.table(), items, false);
        } else if (!items.isEmpty()) {
            List<TargetColumn> columns = items.getFirst().columns();
            String sql = shape.insertNew(columns, TableShape.parameters(columns));
            try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
                for (Item item : items) {
                    TargetSession.bind(statement, 0, item.texts());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    /** Deletes one row of these values, or changes one. */
    private void old(Item item) throws SQLException {
        Change change = item.write().change();
        Row before = change.before().row();
        Row after = change.after().row();
        if (before == null) {
            throw new IllegalStateException("A row without a key is found by its values alone");
        }
        List<TargetColumn> known = shape.columns(before.header().names());
        @Nullable String[] values = texts(before, known);
        String one = shape.one(known, values);
        if (after == null) {
            session.update(
                    "DELETE FROM "
                            + shape.table()
                            + " d USING "
                            + one
                            + " f WHERE d.tableoid = f.o AND d.ctid = f.c",
                    values);
            return;
        }
        List<TargetColumn> columns = item.columns();
        @Nullable String[] texts = texts(after, columns);
        @Nullable String[] both = Arrays.copyOf(values, values.length + texts.length);
        System.arraycopy(texts, 0, both, values.length, texts.length);
        String sets =
                String.join(
                        ", ",
                        columns.stream()
                                .filter(column -> !column.always())
                                .map(column -> column.quoted() + " = s." + column.quoted())
                                .toList());
        int changed =
                session.update(
                        "UPDATE "
                                + shape.table()
                                + " d SET "
                                + sets
                                + " FROM "
                                + one
                                + " f, "
                                + TableShape.parameters(columns)
                                + " s WHERE d.tableoid = f.o AND d.ctid = f.c",
                        both);
        if (changed == 0) {
            session.update(shape.insertNew(columns, TableShape.parameters(columns)), texts);
        }
    }

    private static @Nullable String[] texts(Row row, List<TargetColumn> columns) {
        return columns.stream().map(column -> Item.text(row, column.name())).toArray(String[]::new);
    }
}
