package io.syncline.connector.postgres;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A database whose owner may not replicate, and an endpoint that reads it without a log. */
final class OutboxFixture implements AutoCloseable {
    private static final AtomicInteger FLOWS = new AtomicInteger();

    final FreshDatabase database;
    final String user;
    final PostgresEndpoint endpoint;
    final Connection sql;
    private final List<Selection> prepared = new ArrayList<>();
    private @Nullable Position last;

    private OutboxFixture(FreshDatabase database, Map<String, String> settings)
            throws SQLException {
        this.database = database;
        this.user = "owner_of_" + database.name();
        admin(
                "CREATE ROLE " + user + " LOGIN PASSWORD 'x'",
                "ALTER DATABASE " + database.name() + " OWNER TO " + user);
        sql = connect();
        PostgresConnector connector = new PostgresConnector();
        Map<String, String> all = new HashMap<>(settings);
        all.put("connection", database.uri());
        all.put("user", user);
        all.put("password", "x");
        all.put("poll_every", "20ms");
        endpoint =
                (PostgresEndpoint)
                        connector.open(Config.of(connector.settings(), all), new RealTime());
    }

    static OutboxFixture on(int major) throws SQLException {
        return on(major, Map.of("capture", "outbox"));
    }

    static OutboxFixture on(int major, Map<String, String> settings) throws SQLException {
        return new OutboxFixture(Services.postgres(major).freshDatabase(), settings);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), user, "x");
    }

    void admin(String... statements) throws SQLException {
        try (Connection admin = database.connect();
                Statement statement = admin.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    void run(String... statements) throws SQLException {
        try (Statement statement = sql.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    String one(String query) throws SQLException {
        try (Statement statement = sql.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    Selection prepared(String... collections) {
        Selection selection = new Selection("o" + FLOWS.incrementAndGet(), List.of(collections));
        endpoint.prepare(selection);
        prepared.add(selection);
        return selection;
    }

    /** The outbox of the flow that was prepared last. */
    String outbox() {
        return OutboxTriggers.outbox(prepared.getLast().flow());
    }

    /** An open reader that has said that nothing is there yet. */
    Reader reader(Selection selection) {
        Reader reader = endpoint.read(null, selection);
        drain(reader);
        return reader;
    }

    /** Reads until everything that is committed now is told. */
    List<Batch> drain(Reader reader) {
        Position head = endpoint.head();
        List<Batch> batches = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            Position now = last;
            if (now != null && endpoint.covers(now, head)) {
                return batches;
            }
            Batch batch = reader.poll(Duration.ofMillis(100));
            if (batch != null) {
                batches.add(batch);
                Position at = position(batch);
                last = at == null ? last : at;
            }
        }
        throw new AssertionError("The stream did not come to " + head + ": " + batches);
    }

    /** The place that was told last. */
    Position last() {
        Position now = last;
        if (now == null) {
            throw new AssertionError("Nothing was told");
        }
        return now;
    }

    List<Change> changes(Reader reader) {
        return changes(drain(reader));
    }

    private static List<Change> changes(List<Batch> batches) {
        List<Change> changes = new ArrayList<>();
        for (Batch batch : batches) {
            if (batch instanceof Batch.Rows rows) {
                changes.addAll(rows.changes());
            }
        }
        return changes;
    }

    /** The changes in words: {@code 1=a,2} or {@code 1 from 2=a,2} or {@code 1 gone}. */
    List<String> told(Reader reader) {
        return texts(drain(reader));
    }

    static List<String> texts(List<Batch> batches) {
        return changes(batches).stream().map(OutboxFixture::text).toList();
    }

    private static String text(Change change) {
        var row = change.after().row();
        RowId from = change.from();
        String start = key(change.id()) + (from == null ? "" : " from " + key(from));
        if (row == null) {
            return start + " gone";
        }
        String rest =
                java.util.stream.IntStream.range(change.id().key().size(), row.header().size())
                        .mapToObj(i -> words(row.at(i)))
                        .collect(Collectors.joining(","));
        return rest.isEmpty() ? start : start + "=" + rest;
    }

    private static String key(RowId id) {
        return id.key().stream().map(OutboxFixture::words).collect(Collectors.joining(","));
    }

    private static String words(Value value) {
        return switch (value) {
            case Value.Int(long number) -> Long.toString(number);
            case Value.Text(String text) -> text;
            case Value _ -> value.toString();
        };
    }

    static @Nullable Position position(Batch batch) {
        return Fixture.position(batch);
    }

    @Override
    public void close() throws SQLException {
        prepared.forEach(endpoint::forget);
        endpoint.close();
        sql.close();
    }
}
