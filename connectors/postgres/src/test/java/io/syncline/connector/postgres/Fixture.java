package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.CaptureSettings;
import io.syncline.connector.jdbc.ConnectionUse;
import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.change.Change;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A database of a test's own, an endpoint on it, and what a test does with both. */
final class Fixture implements AutoCloseable {
    private static final AtomicInteger FLOWS = new AtomicInteger();

    final FreshDatabase database;
    final PostgresEndpoint endpoint;
    final Connection sql;
    private final List<Selection> prepared = new ArrayList<>();

    private Fixture(FreshDatabase database, PostgresEndpoint endpoint) throws SQLException {
        this.database = database;
        this.sql = database.connect();
        this.endpoint = endpoint;
    }

    private Fixture(FreshDatabase database, Map<String, String> changed) throws SQLException {
        this(
                database,
                (PostgresEndpoint)
                        new PostgresConnector().open(config(database, changed), new RealTime()));
    }

    private static Config config(FreshDatabase database, Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>(changed);
        settings.put("connection", database.uri());
        return Config.of(new PostgresConnector().settings(), settings);
    }

    static Fixture on(int major) throws SQLException {
        return on(major, Map.of());
    }

    /** One whose endpoint has some settings. */
    static Fixture on(int major, Map<String, String> settings) throws SQLException {
        return new Fixture(Services.postgres(major).freshDatabase(), settings);
    }

    /** One that reads in bulk within other bounds than those that can be set. */
    static Fixture on(int major, BulkBounds bulk) throws SQLException {
        FreshDatabase database = Services.postgres(major).freshDatabase();
        Config config = config(database, Map.of());
        return new Fixture(
                database,
                new PostgresEndpoint(
                        PostgresUrl.of(config),
                        ConnectionUse.of(config),
                        new RealTime(),
                        null,
                        true,
                        Triggers.ACCEPT,
                        CaptureSettings.of(config),
                        bulk,
                        new Sharing(),
                        0));
    }

    /** Another endpoint on the same database, as after a restart. */
    static Fixture beside(Fixture other) throws SQLException {
        return beside(other, Map.of());
    }

    /** Another one, which has some settings. */
    static Fixture beside(Fixture other, Map<String, String> settings) throws SQLException {
        return new Fixture(other.database, settings);
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
        Selection selection = new Selection("t" + FLOWS.incrementAndGet(), List.of(collections));
        endpoint.prepare(selection);
        prepared.add(selection);
        return selection;
    }

    Reader reader(Selection selection) {
        return endpoint.read(null, selection);
    }

    /** Reads until the stream has come past everything that is committed now. */
    List<Batch> drain(Reader reader) throws SQLException {
        Position head = new Position(one("SELECT pg_current_wal_insert_lsn()"));
        List<Batch> batches = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            Batch batch = reader.poll(Duration.ofMillis(100));
            if (batch != null) {
                batches.add(batch);
                Position at = position(batch);
                if (at != null && endpoint.covers(at, head)) {
                    return batches;
                }
            }
        }
        throw new AssertionError("The stream did not come to " + head + ": " + batches);
    }

    /** The changes until the stream has come past everything that is committed now. */
    List<Change> changes(Reader reader) throws SQLException {
        List<Change> changes = new ArrayList<>();
        for (Batch batch : drain(reader)) {
            if (batch instanceof Batch.Rows rows) {
                changes.addAll(rows.changes());
            }
        }
        return changes;
    }

    static Position position(Batch batch) {
        return switch (batch) {
            case Batch.Rows rows -> rows.position();
            case Batch.Quiet quiet -> quiet.position();
            case Batch.Truncated _, Batch.Relayout _ -> null;
        };
    }

    static Batch until(Reader reader, Predicate<Batch> wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            Batch batch = reader.poll(Duration.ofMillis(100));
            if (batch != null && wanted.test(batch)) {
                return batch;
            }
        }
        throw new AssertionError("It did not come");
    }

    static Row row(io.syncline.core.change.Image image) {
        Row row = image.row();
        if (row == null) {
            throw new AssertionError("No row");
        }
        return row;
    }

    @Override
    public void close() throws SQLException {
        prepared.forEach(endpoint::forget);
        endpoint.close();
        sql.close();
    }
}
