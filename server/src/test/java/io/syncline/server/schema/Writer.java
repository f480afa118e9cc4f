package io.syncline.server.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/** Writes to tables without a pause, whatever happens to them. */
final class Writer implements AutoCloseable {
    private final Ground ground;
    private final List<String> tables;
    private final Thread thread;
    private final Random random = new Random(3);
    private volatile boolean stopped;

    Writer(Ground ground, String... tables) {
        this.ground = ground;
        this.tables = List.of(tables);
        this.thread = Thread.ofPlatform().start(this::run);
    }

    private void run() {
        try (Connection connection = ground.source.connect();
                Statement statement = connection.createStatement()) {
            while (!stopped) {
                try {
                    statement.execute(one(tables.get(random.nextInt(tables.size()))));
                } catch (SQLException e) {
                    // The table looks otherwise by now.
                }
                Thread.sleep(2);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String one(String table) {
        int id = 1 + random.nextInt(300);
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM " + table + " WHERE id = " + id;
            case 1 ->
                    "INSERT INTO "
                            + table
                            + " (id, n) VALUES ("
                            + id
                            + ", 7) ON "
                            + ground.either("CONFLICT (id) DO UPDATE SET", "DUPLICATE KEY UPDATE")
                            + " n = 8";
            default ->
                    "UPDATE "
                            + table
                            + " SET n = n + 1 WHERE id BETWEEN "
                            + id
                            + " AND "
                            + (id + 1);
        };
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
