package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.outbox.Outbox;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The outboxes of a PostgreSQL database. */
final class PostgresOutbox implements Outbox {
    private static final String ENTRY = "SELECT number, collection, key, former FROM ";

    /** Errors that say that a table or a column is not there any more. */
    private static final Set<String> CHANGED_MEANWHILE = Set.of("42P01", "42703", "3F000");

    private static final String SIGNATURES =
            "SELECT n.nspname || '.' || c.relname, string_agg(concat_ws(' ', quote_ident(a.attname),"
                    + " a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated), ',' ORDER BY a.attnum)"
                    + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                    + " AND NOT a.attisdropped"
                    + " WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname = ANY (?)"
                    + " GROUP BY 1";

    private final PostgresConnections connections;
    private final PostgresLookup lookup;
    private final TableShapes shapes;
    private final OutboxInstallation installation;
    private final Map<String, String> signatures = new ConcurrentHashMap<>();
    private final Map<String, PgTable> tables = new ConcurrentHashMap<>();

    /**
     * Connects to nothing yet.
     *
     * @param shapes what the look-up has read of tables
     */
    PostgresOutbox(PostgresConnections connections, PostgresLookup lookup, TableShapes shapes) {
        this.connections = connections;
        this.lookup = lookup;
        this.shapes = shapes;
        this.installation = new OutboxInstallation(connections);
    }

    @Override
    public <T extends @Nullable Object> T view(String doing, Work<T> work) {
        try {
            return connections.call(
                    doing,
                    connection -> {
                        connection.setAutoCommit(false);
                        try (Statement statement = connection.createStatement()) {
                            statement.execute(
                                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                        }
                        return work.on(connection);
                    });
        } catch (EndpointException e) {
            if (e.getCause() instanceof SQLException cause
                    && CHANGED_MEANWHILE.contains(String.valueOf(cause.getSQLState()))) {
                // The next look reads the catalogs again, and the next opening finds what is gone.
                begin();
                throw new EndpointException(
                        Kind.TRANSIENT, e.code(), String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return connections.call(
                "looking for what must be mended",
                connection -> new OutboxPreflight(connection, selection).findings());
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
        return marked("SELECT birth, life FROM " + OutboxTriggers.STATE + " WHERE flow = ?", flow);
    }

    @Override
    public @Nullable Mark open(String flow) {
        begin();
        return marked(
                "UPDATE "
                        + OutboxTriggers.STATE
                        + " SET life = life + 1 WHERE flow = ? RETURNING birth, life",
                flow);
    }

    /** Whatever was read of tables is read again. */
    void begin() {
        signatures.clear();
        shapes.forget();
    }

    private @Nullable Mark marked(String sql, String flow) {
        return connections.call(
                "opening the outbox",
                connection -> {
                    if (!OutboxInstallation.exists(connection, OutboxTriggers.outbox(flow))
                            || !OutboxInstallation.exists(connection, OutboxTriggers.STATE)) {
                        return null;
                    }
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        statement.setString(1, flow);
                        try (ResultSet row = statement.executeQuery()) {
                            return row.next() ? new Mark(row.getLong(1), row.getLong(2)) : null;
                        }
                    }
                });
    }

    @Override
    public boolean intact(Selection selection) {
        return installation.intact(selection);
    }

    @Override
    public List<Entry> after(Connection view, String flow, long number, int most)
            throws SQLException {
        String sql =
                ENTRY + OutboxTriggers.outbox(flow) + " WHERE number > ? ORDER BY number LIMIT ?";
        try (PreparedStatement query = view.prepareStatement(sql)) {
            query.setLong(1, number);
            query.setInt(2, most);
            return entries(query);
        }
    }

    @Override
    public List<Long> upTo(Connection view, String flow, long number) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        String sql =
                "SELECT number FROM "
                        + OutboxTriggers.outbox(flow)
                        + " WHERE number <= ? ORDER BY number";
        try (PreparedStatement query = view.prepareStatement(sql)) {
            query.setLong(1, number);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    numbers.add(row.getLong(1));
                }
            }
        }
        return numbers;
    }

    @Override
    public List<Entry> these(Connection view, String flow, List<Long> numbers) throws SQLException {
        String sql =
                ENTRY + OutboxTriggers.outbox(flow) + " WHERE number = ANY (?) ORDER BY number";
        try (PreparedStatement query = view.prepareStatement(sql)) {
            query.setArray(1, view.createArrayOf("int8", numbers.toArray()));
            return entries(query);
        }
    }

    private static List<Entry> entries(PreparedStatement query) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                entries.add(
                        new Entry(
                                row.getLong(1),
                                row.getString(2),
                                texts(row.getArray(3)),
                                texts(row.getArray(4))));
            }
        }
        return entries;
    }

    private static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }

    @Override
    public void delete(String flow, List<Span> spans) {
        connections.call(
                "removing what is done from the outbox",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "DELETE FROM "
                                            + OutboxTriggers.outbox(flow)
                                            + " WHERE number BETWEEN ? AND ?")) {
                        for (Span span : spans) {
                            statement.setLong(1, span.first());
                            statement.setLong(2, span.last());
                            statement.addBatch();
                        }
                        return statement.executeBatch();
                    }
                });
    }

    @Override
    public List<Layout> changed(Connection view, List<String> collections) throws SQLException {
        Map<String, String> now = new HashMap<>();
        try (PreparedStatement query = view.prepareStatement(SIGNATURES)) {
            query.setArray(1, view.createArrayOf("text", collections.toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    now.put(row.getString(1), row.getString(2));
                }
            }
        }
        if (now.equals(signatures)) {
            return List.of();
        }
        Map<String, PgTable> all = PostgresCatalog.all(view);
        List<Layout> changed = new ArrayList<>();
        for (String collection : collections) {
            PgTable table = all.get(collection);
            if (table != null && !Objects.equals(now.get(collection), signatures.get(collection))) {
                tables.put(collection, table);
                changed.add(table.layout());
            }
        }
        shapes.forget();
        signatures.clear();
        signatures.putAll(now);
        return changed;
    }

    @Override
    public RowId id(Layout layout, List<String> key) {
        PgTable table = Objects.requireNonNull(tables.get(layout.collection()));
        List<Value> values = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            String name = layout.key().get(i);
            PgType type =
                    table.columns().stream()
                            .filter(column -> column.name().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .type();
            values.add(PgText.decode(type, key.get(i)));
        }
        return new RowId(layout.collection(), values);
    }

    @Override
    public List<Image> rows(Connection view, List<RowId> ids) throws SQLException {
        List<Found> found = lookup.in(view, ids);
        List<Image> images = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            Image image = found.get(i) instanceof Found.Seen(Image seen, _) ? seen : Image.absent();
            // A collation that ignores case finds a row by another's key.
            images.add(isOf(image, ids.get(i)) ? image : Image.absent());
        }
        return images;
    }

    private boolean isOf(Image image, RowId id) {
        Row row = image.row();
        List<String> key = Objects.requireNonNull(tables.get(id.collection())).key();
        for (int i = 0; row != null && i < key.size(); i++) {
            if (!id.key().get(i).equals(row.get(key.get(i)))) {
                return false;
            }
        }
        return true;
    }
}
