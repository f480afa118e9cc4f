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

    private static final int ROWS_AT_ONCE = 1000;
    private static final int KEYS_AT_ONCE = 500;

    private final Connection connection;
    private final long bytesMax;
    private final Append append;
    private final UpdateByCase byCase;

    Statements(Connection connection, Server server) {
        this.connection = connection;
        this.bytesMax = Math.min(STATEMENT_BYTES, server.packetBytesMax() / 2);
        this.append = new Append(connection, server.mariaDb());
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
        Shape shape = writes.getFirst().shape();
        if (writes.stream().allMatch(Pending::isNew) && append.passes(writes)) {
            return;
        }
        if (!shape.uniqueBesideKey()) {
            insert(writes, true);
            return;
        }
        Set<List<@Nullable Object>> there = existing(writes);
        List<Pending> present = new ArrayList<>();
        List<Pending> absent = new ArrayList<>();
        for (Pending each : writes) {
            (there.contains(comparable(each.key())) ? present : absent).add(each);
        }
        update(present);
        insert(absent, false);
    }

    void insert(List<Pending> writes, boolean orUpdate) throws SQLException {
        int from = 0;
        while (from < writes.size()) {
            int to = from;
            long bytes = 0;
            while (to < writes.size()
                    && to - from < ROWS_AT_ONCE
                    && (to == from || bytes + writes.get(to).bytes() <= bytesMax)) {
                bytes += writes.get(to++).bytes();
            }
            insertAtOnce(writes.subList(from, to), orUpdate);
            from = to;
        }
    }

    private void insertAtOnce(List<Pending> writes, boolean orUpdate) throws SQLException {
        Pending first = writes.getFirst();
        List<Codec> codecs = first.fields().stream().map(first.shape()::codec).toList();
        StringBuilder sql = new StringBuilder(insertSql(first, writes.size()));
        if (orUpdate) {
            List<Codec> changed =
                    codecs.stream().filter(codec -> !first.inKey(codec.name())).toList();
            sql.append(" ON DUPLICATE KEY UPDATE ")
                    .append(
                            (changed.isEmpty() ? codecs.subList(0, 1) : changed)
                                    .stream()
                                            .map(Codec::quoted)
                                            .map(name -> name + "=VALUES(" + name + ")")
                                            .collect(Collectors.joining(",")));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            Sql.bind(statement, writes.stream().map(Pending::parameters).toList());
            statement.executeUpdate();
        }
    }

    static String insertSql(Pending first, int rows) {
        String row = "(" + Shape.marks(first.fields().size()) + ")";
        return "INSERT INTO "
                + first.shape().table().quoted()
                + first.fields().stream()
                        .map(field -> first.shape().codec(field).quoted())
                        .collect(Collectors.joining(",", " (", ") VALUES "))
                + (row + ",").repeat(rows - 1)
                + row;
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
    private void update(List<Pending> writes) throws SQLException {
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
