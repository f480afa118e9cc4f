package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.outbox.Outbox;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The outboxes of a MariaDB or MySQL database. */
final class MySqlOutbox implements Outbox {
    private static final String ENTRY = "SELECT number, collection, k, former FROM ";

    private final Pool pool;
    private final Shapes shapes;
    private final OutboxInstallation installation;
    private final Map<String, String> signatures = new ConcurrentHashMap<>();

    /**
     * Connects to nothing yet.
     *
     * @param shapes of tables as the server says
     */
    MySqlOutbox(Pool pool, Shapes shapes) {
        this.pool = pool;
        this.shapes = shapes;
        this.installation = new OutboxInstallation(pool);
    }

    @Override
    public <T extends @Nullable Object> T view(String doing, Work<T> work) {
        List<T> made = new ArrayList<>(1);
        pool.read(
                doing,
                connection -> {
                    Transactions.execute(
                            connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                    Transactions.execute(
                            connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
                    made.add(work.on(connection));
                    Transactions.execute(connection, "COMMIT");
                    return made;
                });
        return made.getFirst();
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return OutboxPreflight.findings(
                pool.read("Reading the tables", TableReader::read), selection);
    }

    @Override
    public void install(Selection selection) {
        installation.install(selection);
    }

    @Override
    public void remove(String flow) {
        installation.remove(flow);
    }

    @Override
    public @Nullable Mark mark(String flow) {
        return installation.mark(flow);
    }

    @Override
    public @Nullable Mark open(String flow) {
        signatures.clear();
        return installation.open(flow);
    }

    @Override
    public boolean intact(Selection selection) {
        return installation.intact(selection);
    }

    @Override
    public List<Entry> after(Connection view, String flow, long number, int most)
            throws SQLException {
        String sql =
                ENTRY
                        + OutboxInstallation.outbox(flow)
                        + " WHERE number > "
                        + number
                        + " ORDER BY number LIMIT "
                        + most;
        return entries(view, sql);
    }

    @Override
    public List<Long> upTo(Connection view, String flow, long number) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        String sql =
                "SELECT number FROM "
                        + OutboxInstallation.outbox(flow)
                        + " WHERE number <= "
                        + number
                        + " ORDER BY number";
        try (PreparedStatement query = view.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        }
        return numbers;
    }

    @Override
    public List<Entry> these(Connection view, String flow, List<Long> numbers) throws SQLException {
        String all = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        return entries(
                view,
                ENTRY
                        + OutboxInstallation.outbox(flow)
                        + " WHERE number IN ("
                        + all
                        + ") ORDER BY number");
    }

    private static List<Entry> entries(Connection view, String sql) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement query = view.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                entries.add(
                        new Entry(
                                row.getLong(1),
                                row.getString(2),
                                parts(row.getString(3)),
                                parts(row.getString(4))));
            }
        }
        return entries;
    }

    /** Texts that stand one after another, each behind its length in code points and a colon. */
    static @Nullable List<String> parts(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int length = Integer.parseInt(text, at, colon, 10);
            at = text.offsetByCodePoints(colon + 1, length);
            parts.add(text.substring(colon + 1, at));
        }
        return parts;
    }

    @Override
    public void delete(String flow, List<Span> spans) {
        pool.read(
                "Removing what is done from the outbox",
                connection -> {
                    for (Span span : spans) {
                        // Without locks on gaps, which would hold up whoever writes.
                        Transactions.execute(
                                connection, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
                        Transactions.execute(
                                connection,
                                "DELETE FROM %s WHERE number BETWEEN %d AND %d"
                                        .formatted(
                                                OutboxInstallation.outbox(flow),
                                                span.first(),
                                                span.last()));
                    }
                    return spans;
                });
    }

    @Override
    public List<Layout> changed(Connection view, List<String> collections) throws SQLException {
        Map<String, String> now = new HashMap<>();
        String sql =
                "SELECT table_name, column_name, column_type, is_nullable, column_key,"
                        + " collation_name FROM information_schema.columns"
                        + " WHERE table_schema = DATABASE() AND table_name IN ("
                        + Shape.marks(collections.size())
                        + ") ORDER BY table_name, ordinal_position";
        try (PreparedStatement query = view.prepareStatement(sql)) {
            for (int i = 0; i < collections.size(); i++) {
                query.setString(i + 1, collections.get(i));
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    StringBuilder column = new StringBuilder();
                    for (int i = 2; i <= 6; i++) {
                        column.append(row.getString(i)).append('\n');
                    }
                    now.merge(row.getString(1), column.toString(), String::concat);
                }
            }
        }
        if (now.equals(signatures)) {
            return List.of();
        }
        List<Layout> changed = new ArrayList<>();
        for (String collection : collections) {
            if (!Objects.equals(now.get(collection), signatures.get(collection))) {
                shapes.forget(collection);
                changed.add(shapes.of(collection).layout());
            }
        }
        signatures.clear();
        signatures.putAll(now);
        return changed;
    }

    @Override
    public RowId id(Layout layout, List<String> key) {
        List<Codec> codecs = shapes.of(layout.collection()).keyCodecs();
        List<Value> values = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            values.add(value(codecs.get(i), key.get(i)));
        }
        return new RowId(layout.collection(), values);
    }

    private static Value value(Codec codec, String text) {
        return switch (codec.column().kind()) {
            case BYTES -> new Value.Bytes(HexFormat.of().parseHex(text));
            case SINGLE, DOUBLE -> new Value.Real(Double.parseDouble(text));
            case Column.Kind _ -> codec.read(text);
        };
    }

    @Override
    public List<Image> rows(Connection view, List<RowId> ids) throws SQLException {
        return new RowLookup(view, shapes).inView(ids);
    }
}
