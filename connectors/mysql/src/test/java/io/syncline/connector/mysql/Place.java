package io.syncline.connector.mysql;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A fresh database, an endpoint on it, and short words for what tests do with them. */
final class Place implements AutoCloseable {
    static final Version VERSION = new Version(1, 0, new ReplicaId("source"));

    final FreshDatabase database;
    final MySqlEndpoint endpoint;
    final Address address;
    final Context context = new RealTime();

    Place(Map<String, String> settings) throws Exception {
        database = Services.mariaDb().freshDatabase();
        Map<String, String> all = new java.util.TreeMap<>(settings);
        all.put("connection", database.uri());
        MySqlConnector connector = new MySqlConnector();
        address = Address.of(Config.of(connector.settings(), all));
        endpoint = (MySqlEndpoint) connector.open(Config.of(connector.settings(), all), context);
    }

    Place() throws Exception {
        this(Map.of());
    }

    static Field field(String name, FieldType type) {
        return new Field(name, type, !name.equals("id"));
    }

    static Layout layout(String name, Field... fields) {
        return new Layout(name, List.of(fields), List.of("id"), List.of(), -1);
    }

    /** Makes the table and agrees on it. */
    Layout made(Layout layout) {
        endpoint.create(layout);
        endpoint.agree(List.of(layout));
        return layout;
    }

    static Value whole(long number) {
        return new Value.Int(number);
    }

    static Value text(String text) {
        return new Value.Text(text);
    }

    static Write store(String collection, Row row) {
        RowId id = RowId.of(collection, row.get("id"));
        return Write.any(Change.of(id, Image.absent(), Image.whole(row), VERSION));
    }

    static Write change(String collection, Row known) {
        RowId id = RowId.of(collection, known.get("id"));
        return Write.any(Change.of(id, Image.partial(known), Image.partial(known), VERSION));
    }

    static Write delete(String collection, Value id) {
        return Write.any(
                Change.of(RowId.of(collection, id), Image.absent(), Image.absent(), VERSION));
    }

    List<Outcome> apply(Write... writes) {
        return endpoint.apply(List.of(writes), null);
    }

    List<Outcome> apply(Fence fence, Write... writes) {
        return endpoint.apply(List.of(writes), fence);
    }

    Found.Seen seen(String collection, Value id) {
        return (Found.Seen) endpoint.current(List.of(RowId.of(collection, id)), null).getFirst();
    }

    List<Row> rows(Layout layout) {
        List<Row> rows = new ArrayList<>();
        try (Scan.Rows scan = endpoint.scan(layout)) {
            for (Row row = scan.next(); row != null; row = scan.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    String one(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
