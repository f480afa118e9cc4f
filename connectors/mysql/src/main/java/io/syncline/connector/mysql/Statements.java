package io.syncline.connector.mysql;

import io.syncline.core.change.Image;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes of one form, sent to the server many at a time. On a connection of its caller. */
final class Statements {
    /** Longer statements gain nothing and hold memory on both sides. */
    private static final long STATEMENT_BYTES = 1 << 20;

    private static final int KEYS_AT_ONCE = 500;

    private final Connection connection;
    private final Inserts inserts;
    private final UpdateByCase byCase;

    /** Whether rows that are told as new have been so until now. */
    private boolean fresh = true;

    Statements(Connection connection, Server server) {
        this.connection = connection;
        long bytesMax = Math.min(STATEMENT_BYTES, server.packetBytesMax() / 2);
        this.inserts = new Inserts(connection, server.mariaDb(), bytesMax);
        this.byCase = new UpdateByCase(connection, bytesMax);
    }

    /**
     * Does writes that are alike.
     *
     * @return one outcome for each; refusals by the server are exceptions
     */
    List<Outcome> run(List<Pending> alike) throws SQLException {
        Pending first = alike.getFirst();
        return switch (first.form()) {
            case DELETE -> {
                delete(alike);
                yield allApplied(alike);
            }
            case STORE -> {
                store(alike);
                yield allApplied(alike);
            }
            case CHANGE -> change(alike);
            case MOVE -> {
                List<Outcome> outcomes = new ArrayList<>();
                for (Pending each : alike) {
                    outcomes.add(move(each));
                }
                yield outcomes;
            }
            case DEMAND -> throw new IllegalStateException("Demands are met one by one");
        };
    }

    private static List<Outcome> allApplied(List<Pending> writes) {
        return writes.stream().map(_ -> Outcome.applied()).toList();
    }

    void delete(List<Pending> writes) throws SQLException {
        Shape shape = writes.getFirst().shape();
        for (int from = 0; from < writes.size(); from += KEYS_AT_ONCE) {
            var part = writes.subList(from, Math.min(writes.size(), from + KEYS_AT_ONCE));
            String sql =
                    "DELETE FROM " + shape.table().quoted() + " WHERE " + shape.keyIn(part.size());
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Sql.bind(statement, part.stream().map(Pending::key).toList());
                statement.executeUpdate();
            }
        }
    }

    /**
     * Whole rows, over whatever is there. An upsert takes a row with an equal value in any unique
     * index for the same row, and would overwrite it; so it is only for tables with no other.
     */
    private void store(List<Pending> writes) throws SQLException {
        if (!writes.getFirst().shape().uniqueBesideKey()) {
            inserts.write(writes, true);
            return;
        }
        if (fresh && writes.stream().allMatch(Pending::isNew) && inserted(writes)) {
            return;
        }
        Set<List<@Nullable Object>> there = existing(writes);
        List<Pending> present = new ArrayList<>();
        List<Pending> absent = new ArrayList<>();
        for (Pending each : writes) {
            (there.contains(comparable(each.key())) ? present : absent).add(each);
        }
        update(present);
        inserts.write(absent, false);
    }

    /** Writes rows that are not there; one that is would be an error. */
    void insert(List<Pending> writes) throws SQLException {
        inserts.write(writes, false);
    }

    /** Writes rows that nobody has seen before, all of them, or none and returns false. */
    private boolean inserted(List<Pending> writes) throws SQLException {
        Transactions.execute(connection, "SAVEPOINT fresh");
        try {
            inserts.write(writes, false);
            return true;
        } catch (SQLException e) {
            if (Failures.refusal(e) == null) {
                throw e;
            }
            Transactions.execute(connection, "ROLLBACK TO SAVEPOINT fresh");
            fresh = false;
            return false;
        }
    }

    private List<Outcome> change(List<Pending> writes) throws SQLException {
        if (byCase.suits(writes) && byCase.update(writes) == writes.size()) {
            return allApplied(writes);
        }
        Set<List<@Nullable Object>> there = existing(writes);
        update(writes.stream().filter(each -> there.contains(comparable(each.key()))).toList());
        return writes.stream()
                .map(each -> there.contains(comparable(each.key())) ? Outcome.applied() : missing())
                .toList();
    }

    static Outcome missing() {
        return Outcome.refused(
                Outcome.Kind.MISSING, "the row is not there, and only a part of it is known");
    }

    /** Sets the known fields of rows that are there. */
    void update(List<Pending> writes) throws SQLException {
        if (writes.isEmpty()) {
            return;
        }
        Pending first = writes.getFirst();
        List<Codec> set = UpdateByCase.set(first);
        if (set.isEmpty()) {
            return;
        }
        if (byCase.suits(writes)) {
            byCase.update(writes);
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(updateSql(first.shape(), set))) {
            for (Pending each : writes) {
                int at = 1;
                for (int i = 0; i < each.fields().size(); i++) {
                    if (!each.inKey(each.fields().get(i))) {
                        Sql.bind(statement, at++, each.parameters().get(i));
                    }
                }
                for (Object parameter : each.key()) {
                    Sql.bind(statement, at++, parameter);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static String updateSql(Shape shape, List<Codec> set) {
        return "UPDATE "
                + shape.table().quoted()
                + " SET "
                + set.stream().map(codec -> codec.quoted() + "=?").collect(Collectors.joining(","))
                + " WHERE "
                + shape.keyCodecs().stream()
                        .map(codec -> codec.quoted() + "=?")
                        .collect(Collectors.joining(" AND "));
    }

    /**
     * Changes the key and the known fields; a row that has already moved is changed where it is.
     */
    private Outcome move(Pending write) throws SQLException {
        List<Codec> set = write.fields().stream().map(write.shape()::codec).toList();
        List<Codec> keys = new ArrayList<>(write.shape().keyCodecs());
        List<@Nullable Object> parameters = new ArrayList<>();
        List<Codec> all = new ArrayList<>(keys);
        parameters.addAll(write.key());
        for (int i = 0; i < set.size(); i++) {
            if (!write.inKey(set.get(i).name())) {
                all.add(set.get(i));
                parameters.add(write.parameters().get(i));
            }
        }
        List<@Nullable Object> from = write.from();
        if (from != null) {
            parameters.addAll(from);
            try (PreparedStatement statement =
                    connection.prepareStatement(updateSql(write.shape(), all))) {
                Sql.bind(statement, List.of(parameters));
                if (statement.executeUpdate() > 0) {
                    return Outcome.applied();
                }
            }
        }
        boolean whole = write.write().change().after() instanceof Image.Whole;
        return run(List.of(write.as(whole ? Pending.Form.STORE : Pending.Form.CHANGE))).getFirst();
    }

    /** Arrays do not compare by content, so bytes become values. */
    private static List<@Nullable Object> comparable(List<@Nullable Object> key) {
        List<@Nullable Object> comparable = new ArrayList<>(key);
        comparable.replaceAll(each -> each instanceof byte[] bytes ? new Value.Bytes(bytes) : each);
        return comparable;
    }

    /** The keys of those rows that are there; they are locked. Compared exactly. */
    private Set<List<@Nullable Object>> existing(List<Pending> writes) throws SQLException {
        Shape shape = writes.getFirst().shape();
        List<Codec> codecs = shape.keyCodecs();
        Set<List<@Nullable Object>> there = new HashSet<>();
        for (int from = 0; from < writes.size(); from += KEYS_AT_ONCE) {
            var part = writes.subList(from, Math.min(writes.size(), from + KEYS_AT_ONCE));
            String sql =
                    "SELECT "
                            + shape.selected(codecs)
                            + " FROM "
                            + shape.table().quoted()
                            + " WHERE "
                            + shape.keyIn(part.size())
                            + " FOR UPDATE";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Sql.bind(statement, part.stream().map(Pending::key).toList());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        List<@Nullable Object> key = new ArrayList<>();
                        for (int i = 0; i < codecs.size(); i++) {
                            key.add(codecs.get(i).parameter(codecs.get(i).value(row, i + 1)));
                        }
                        there.add(comparable(key));
                    }
                }
            }
        }
        return there;
    }
}
