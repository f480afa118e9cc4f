package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.polling.Polled;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database that is asked for what has changed. */
final class PostgresPolled implements Polled {
    private final PostgresOutbox views;
    private final PostgresConnections connections;
    private final PostgresSnapshots snapshots;
    private final TableShapes shapes;

    /**
     * Connects to nothing yet.
     *
     * @param views takes consistent views, and sees when tables are altered
     */
    PostgresPolled(
            PostgresOutbox views,
            PostgresConnections connections,
            PostgresSnapshots snapshots,
            TableShapes shapes) {
        this.views = views;
        this.connections = connections;
        this.snapshots = snapshots;
        this.shapes = shapes;
    }

    @Override
    public <T extends @Nullable Object> T view(String doing, Work<T> work) {
        return views.view(doing, work::on);
    }

    @Override
    public List<Finding> preflight(Selection selection, @Nullable String column) {
        Map<String, PgTable> all = connections.call("reading the catalog", PostgresCatalog::all);
        List<Finding> findings = new ArrayList<>();
        for (String collection : selection.collections()) {
            PgTable table = all.get(collection);
            if (table == null) {
                findings.add(
                        Finding.error(
                                Code.UNKNOWN_COLLECTION,
                                collection,
                                "There is no table " + collection + ".",
                                null));
            } else if (table.key().isEmpty()) {
                findings.add(
                        Finding.error(
                                Code.NO_KEY_TO_TELL,
                                collection,
                                "The table "
                                        + collection
                                        + " has no key: its rows cannot be told apart.",
                                "ALTER TABLE " + table.quoted() + " ADD PRIMARY KEY (...);"));
            } else if (column == null || table.layout().field(column) == null) {
                findings.add(
                        Finding.warning(
                                Code.CAPTURE_BLIND,
                                collection,
                                "The table %s has no change column: it is read whole each time."
                                        .formatted(collection),
                                "Name one with change_column; a trigger can keep it."));
            }
        }
        return findings;
    }

    @Override
    public List<Layout> changed(Connection view, List<String> collections) throws SQLException {
        return views.changed(view, collections);
    }

    @Override
    public void begin() {
        views.begin();
    }

    @Override
    public @Nullable String start(Connection view, Layout layout, String column, Duration overlap)
            throws SQLException {
        TargetColumn change = shapes.of(layout.collection(), view).column(column);
        boolean time =
                switch (change.column().type().form()) {
                    case TIMESTAMP, TIMESTAMPTZ -> true;
                    case PgForm _ -> false;
                };
        if (!time) {
            // How far a number grows within the overlap, nobody knows.
            return null;
        }
        String sql =
                "SELECT (max(%s) - make_interval(secs => ?))::text FROM %s"
                        .formatted(change.quoted(), PgName.table(layout.collection()));
        try (PreparedStatement query = view.prepareStatement(sql)) {
            query.setDouble(1, overlap.toMillis() / 1000.0);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    @Override
    public List<Marked> since(
            Connection view,
            Layout layout,
            String column,
            @Nullable String from,
            @Nullable Marked after,
            int most)
            throws SQLException {
        TableShape shape = shapes.of(layout.collection(), view);
        StoredRows rows = new StoredRows(shape, shapes);
        List<TargetColumn> order = new ArrayList<>();
        order.add(shape.column(column));
        order.addAll(shape.key());
        String mark = "d." + order.getFirst().quoted();
        List<@Nullable String> parameters = new ArrayList<>();
        StringBuilder where = new StringBuilder(mark + " IS NOT NULL");
        if (after != null) {
            where.append(" AND (%s) > (%s)".formatted(names(order), casts(order)));
            parameters.add(after.mark());
            for (TargetColumn key : shape.key()) {
                Value value = Objects.requireNonNull(after.row().get(key.name()));
                parameters.add(PostgresTypes.literal(value));
            }
        } else if (from != null) {
            where.append(" AND %s >= %s".formatted(mark, casts(order.subList(0, 1))));
            parameters.add(from);
        }
        String sql =
                "SELECT %s, %s::text FROM %s d WHERE %s ORDER BY %s LIMIT %d"
                        .formatted(
                                shape.selected(), mark, shape.table(), where, names(order), most);
        List<Marked> found = new ArrayList<>();
        try (PreparedStatement query = view.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                query.setString(i + 1, parameters.get(i));
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Image image = rows.image(row, 1);
                    Row whole = Objects.requireNonNull(image.row());
                    found.add(new Marked(whole, row.getString(shape.columns().size() + 2)));
                }
            }
        }
        return found;
    }

    private static String names(List<TargetColumn> columns) {
        return columns.stream().map(c -> "d." + c.quoted()).collect(Collectors.joining(", "));
    }

    private static String casts(List<TargetColumn> columns) {
        return columns.stream()
                .map(c -> "CAST(? AS " + c.sqlType() + ")")
                .collect(Collectors.joining(", "));
    }

    @Override
    public Part part(Connection view, Layout layout, @Nullable SnapshotPosition after, int most)
            throws SQLException {
        PgTable table = Objects.requireNonNull(PostgresCatalog.one(view, layout.collection()));
        PostgresSnapshots.Piece piece = snapshots.piece(view, table, null, after, most);
        return new Part(piece.rows(), piece.next());
    }
}
