package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes one batch of writes within a transaction of its caller: many rows in a statement as long as
 * nothing is wrong, halves of them around a bad row, and the bad row alone at last. Rows that other
 * rows of the batch stood in the way of are tried again in the end.
 */
final class BatchWriter {
    /** So few are rather tried one by one than halved again. */
    private static final int ONE_BY_ONE = 3;

    /** More gain nothing. */
    private static final int ROWS_AT_ONCE = 1000;

    /** The driver keeps a buffer of 16 MB for a connection that ever sent more than one. */
    private static final long BYTES_AT_ONCE = 1 << 20;

    private final Connection connection;
    private final Shapes shapes;
    private final long packetBytesMax;
    private final Statements statements;
    private final Demand demand;
    private final Exchange exchange;
    private final @Nullable Outcome[] outcomes;

    BatchWriter(Connection connection, Shapes shapes, Server server, int size) {
        this.connection = connection;
        this.shapes = shapes;
        this.packetBytesMax = server.packetBytesMax();
        this.statements = new Statements(connection, server);
        RowLookup lookup = new RowLookup(connection, shapes);
        this.demand = new Demand(statements, lookup);
        this.exchange = new Exchange(connection, statements, lookup, packetBytesMax);
        this.outcomes = new Outcome[size];
    }

    /** Makes the writes; one outcome for each, in order. */
    List<Outcome> write(List<Write> writes) throws SQLException {
        List<Pending> blocked = new ArrayList<>();
        for (Alike alike : Alike.all(writes, shapes)) {
            write(alike, blocked);
        }
        blocked.sort(Comparator.comparingInt(Pending::index));
        again(blocked);
        List<Outcome> result = new ArrayList<>(writes.size());
        for (Outcome outcome : outcomes) {
            result.add(Objects.requireNonNull(outcome));
        }
        return result;
    }

    /**
     * Makes writes that are alike, some at a time: their values are looked at when they are about
     * to be sent, and forgotten then, so that a large batch does not hold them all.
     *
     * @param blocked gets those that other rows stand in the way of
     */
    private void write(Alike alike, List<Pending> blocked) throws SQLException {
        List<Pending> part = new ArrayList<>();
        long bytes = 0;
        for (Draft draft : alike.drafts()) {
            switch (Pending.of(draft, alike.codecs(), packetBytesMax)) {
                case Pending.Made.Settled(Outcome outcome) -> outcomes[draft.index()] = outcome;
                case Pending.Made.Ready(Pending pending) -> {
                    if (part.size() == ROWS_AT_ONCE
                            || !part.isEmpty() && bytes + pending.bytes() > BYTES_AT_ONCE) {
                        attempt(part);
                        blocked.addAll(blocked(part));
                        part = new ArrayList<>();
                        bytes = 0;
                    }
                    part.add(pending);
                    bytes += pending.bytes();
                }
            }
        }
        if (!part.isEmpty()) {
            attempt(part);
            blocked.addAll(blocked(part));
        }
    }

    /** Does as many as can be done; the others get their refusal. */
    private void attempt(List<Pending> alike) throws SQLException {
        Transactions.execute(connection, "SAVEPOINT part");
        try {
            List<Outcome> done =
                    alike.getFirst().form() == Pending.Form.DEMAND
                            ? demand.meet(alike)
                            : statements.run(alike);
            for (int i = 0; i < alike.size(); i++) {
                outcomes[alike.get(i).index()] = done.get(i);
            }
        } catch (SQLException e) {
            Outcome.Kind kind = Failures.refusal(e);
            if (kind == null) {
                throw e;
            }
            Transactions.execute(connection, "ROLLBACK TO SAVEPOINT part");
            int size = alike.size();
            if (size == 1) {
                outcomes[alike.getFirst().index()] = Outcome.refused(kind, Failures.words(e));
                return;
            }
            int step = size <= ONE_BY_ONE ? 1 : (size + 1) / 2;
            for (int from = 0; from < size; from += step) {
                attempt(alike.subList(from, Math.min(size, from + step)));
            }
        }
    }

    /** Tries again what may pass now, up and down, for as long as something does. */
    private void again(List<Pending> blocked) throws SQLException {
        List<Pending> left = blocked;
        int before = Integer.MAX_VALUE;
        while (!left.isEmpty() && left.size() < before) {
            before = left.size();
            List<Pending> order = new ArrayList<>(left);
            for (int way = 0; way < 2; way++) {
                for (Pending each : order) {
                    attempt(List.of(each));
                }
                order = new ArrayList<>(blocked(order));
                Collections.reverse(order);
            }
            left = blocked(left);
        }
        exchange(left);
    }

    /** What is left may be rings of rows that hand unique values to each other. */
    private void exchange(List<Pending> left) throws SQLException {
        Map<String, List<Pending>> rings = new LinkedHashMap<>();
        for (Pending each : left) {
            Pending plain = refused(each, Outcome.Kind.UNIQUE) ? demand.plain(each) : null;
            if (plain != null) {
                rings.computeIfAbsent(plain.shape().table().name(), _ -> new ArrayList<>())
                        .add(plain);
            }
        }
        for (List<Pending> ring : rings.values()) {
            for (Pending each : exchange.pass(ring)) {
                outcomes[each.index()] = demand.written(each);
            }
        }
    }

    private List<Pending> blocked(List<Pending> writes) {
        return writes.stream()
                .filter(
                        each ->
                                refused(each, Outcome.Kind.UNIQUE)
                                        || refused(each, Outcome.Kind.FOREIGN_KEY))
                .toList();
    }

    private boolean refused(Pending write, Outcome.Kind wanted) {
        return outcomes[write.index()] instanceof Outcome.Refused why && why.kind() == wanted;
    }
}
