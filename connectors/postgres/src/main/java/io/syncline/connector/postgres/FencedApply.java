package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Write;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call of apply: all writes and the fence in one transaction. When the data of some row is
 * refused, the writes are tried again by halves under savepoints, down to the single row that does
 * not fit; everything else is kept. Used once, by one thread.
 */
final class FencedApply {
    private final TargetSession session;
    private final TableShapes shapes;
    private final int pipelineMax;
    private final Phases phases;
    private final @Nullable Outcome[] outcomes;
    private final List<Item> items;

    FencedApply(
            TargetSession session, TableShapes shapes, int pipelineMax, int writes, Phases phases) {
        this.session = session;
        this.shapes = shapes;
        this.pipelineMax = pipelineMax;
        this.phases = phases;
        this.outcomes = new @Nullable Outcome[writes];
        this.items = new ArrayList<>(writes);
    }

    /** Applies the writes; one outcome for each. */
    List<Outcome> run(List<Write> writes, @Nullable Fence fence) throws SQLException {
        prepare(writes);
        if (alone(fence)) {
            return outcomes();
        }
        if (!atOnce(fence)) {
            session.rollback();
            session.run("SET CONSTRAINTS ALL IMMEDIATE");
            climb();
            fence(fence);
            commit();
        }
        return outcomes();
    }

    /** One row is written with the fence by one statement, if that can be; false if not. */
    private boolean alone(@Nullable Fence fence) throws SQLException {
        if (fence == null || outcomes.length != 1 || items.isEmpty() || session.suppressing()) {
            return false;
        }
        Item item = items.getFirst();
        outcomes[0] =
                AloneApply.suits(item) ? new AloneApply(session, phases).write(item, fence) : null;
        return outcomes[0] != null;
    }

    /** Applies the writes in a transaction that goes on, with its constraints immediate. */
    List<Outcome> within(List<Write> writes) throws SQLException {
        prepare(writes);
        climb();
        return outcomes();
    }

    private List<Outcome> outcomes() {
        List<Outcome> all = new ArrayList<>(outcomes.length);
        for (Outcome outcome : outcomes) {
            all.add(outcome == null ? Outcome.Unknown.UNKNOWN : outcome);
        }
        return all;
    }

    private void prepare(List<Write> writes) throws SQLException {
        RowForm.All forms = session.forms();
        TableShape shape = null;
        Item last = null;
        boolean ordered = true;
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            String collection = write.change().id().collection();
            if (shape == null || !shape.collection().equals(collection)) {
                shape = shapes.of(collection, session.connection());
            }
            Item item = Item.of(i, write, shape, forms);
            String problem = item.problem();
            if (problem == null) {
                items.add(item);
                ordered &=
                        last == null
                                || item.like(last)
                                || WriteOrder.ORDER.compare(last, item) <= 0;
                last = item;
            } else {
                outcomes[i] = Outcome.refused(Outcome.Kind.UNREPRESENTABLE, problem);
            }
        }
        if (!ordered) {
            items.sort(WriteOrder.ORDER);
        }
    }

    /** The whole at once, as long as nothing is refused; false if something was. */
    private boolean atOnce(@Nullable Fence fence) throws SQLException {
        try {
            write(items);
        } catch (SQLException e) {
            return refused(e);
        }
        fence(fence);
        try {
            commit();
            return true;
        } catch (SQLException e) {
            // A deferred constraint speaks at the commit.
            return refused(e);
        }
    }

    private static boolean refused(SQLException error) throws SQLException {
        if (Refusals.kind(error) == null) {
            throw Refusals.root(error);
        }
        return false;
    }

    /** As much as can be written; rows that stood in each other's way are tried again. */
    private void climb() throws SQLException {
        List<Item> left = items;
        int before = Integer.MAX_VALUE;
        while (!left.isEmpty() && left.size() < before) {
            before = left.size();
            ladder(left);
            left = items.stream().filter(item -> blocked(outcomes[item.index()])).toList();
        }
        exchange();
    }

    private static boolean blocked(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Refused(Outcome.Kind kind, _, _)
                && (kind == Outcome.Kind.FOREIGN_KEY || kind == Outcome.Kind.UNIQUE);
    }

    private void ladder(List<Item> part) throws SQLException {
        if (part.isEmpty()) {
            return;
        }
        Savepoint before = session.savepoint();
        try {
            write(part);
            session.connection().releaseSavepoint(before);
            return;
        } catch (SQLException e) {
            Outcome.Kind kind = Refusals.kind(e);
            if (kind == null) {
                throw Refusals.root(e);
            }
            session.rollback(before);
            if (part.size() == 1) {
                outcomes[part.getFirst().index()] = Outcome.refused(kind, Refusals.words(e));
                return;
            }
        }
        ladder(part.subList(0, part.size() / 2));
        ladder(part.subList(part.size() / 2, part.size()));
    }

    /** What was refused for its unique values alone may only wait for others of its like. */
    private void exchange() throws SQLException {
        List<Item> refused =
                items.stream()
                        .filter(item -> UniqueExchange.mayHelp(outcomes[item.index()]))
                        .toList();
        Conditional conditional = new Conditional(session, shapes, outcomes);
        @Nullable Outcome[] before = outcomes.clone();
        Set<Item> written = new UniqueExchange(session, this::write, conditional).run(refused);
        for (Item item : refused) {
            if (!written.contains(item)) {
                outcomes[item.index()] = before[item.index()];
            }
        }
    }

    private void write(List<Item> part) throws SQLException {
        Map<Item.Group, List<Item>> groups = new LinkedHashMap<>();
        Mirroring mirroring = new Mirroring(session, outcomes, pipelineMax);
        Conditional conditional = new Conditional(session, shapes, outcomes);
        Map<Item.Group, List<Item>> demanding = new LinkedHashMap<>();
        Item last = null;
        List<Item> group = List.of();
        for (Item item : part) {
            if (item.write().expect() instanceof Expect.Any) {
                if (last == null || !item.like(last)) {
                    group = groups.computeIfAbsent(item.group(), _ -> new ArrayList<>(part.size()));
                    last = item;
                }
                group.add(item);
            } else {
                demanding.computeIfAbsent(item.group(), _ -> new ArrayList<>()).add(item);
            }
        }
        ForeignKeyChecks checks = ForeignKeyChecks.before(session, part);
        for (List<Item> each : demanding.values()) {
            conditional.write(each);
        }
        for (List<Item> each : groups.values()) {
            mirroring.write(each);
        }
        checks.after(item -> outcomes[item.index()] instanceof Outcome.Applied);
    }

    /** A refused row has to be parked durably before the position may pass it. */
    private void fence(@Nullable Fence fence) throws SQLException {
        if (fence == null) {
            return;
        }
        if (Arrays.stream(outcomes).anyMatch(Outcome.Refused.class::isInstance)) {
            CheckpointTable.check(session.connection(), fence);
        } else {
            CheckpointTable.fence(session.connection(), fence);
        }
    }

    private void commit() throws SQLException {
        if (!commit(session, phases)) {
            Arrays.fill(outcomes, Outcome.Unknown.UNKNOWN);
        }
    }

    /**
     * Commits. A commit whose answer is lost may have happened: nobody knows but the database.
     *
     * @return whether it was answered
     */
    static boolean commit(TargetSession session, Phases phases) throws SQLException {
        phases.enter(Phases.Phase.COMMIT);
        try {
            session.commit();
            return true;
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
            session.close();
            return false;
        } finally {
            phases.leave(Phases.Phase.COMMIT);
        }
    }

    /** What an error of the server means that is not the data's fault. */
    static EndpointException failure(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        boolean layout = state.startsWith("42") && !state.equals("42501") || state.equals("428C9");
        return layout
                ? new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.LAYOUT_MISMATCH,
                        "PostgreSQL, writing: " + Refusals.words(error),
                        error)
                : PostgresErrors.of(error, "writing");
    }
}
