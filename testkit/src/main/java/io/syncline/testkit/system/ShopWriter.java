package io.syncline.testkit.system;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A small shop that never rests: inserts, updates, deletes and now and then a key change, in
 * transactions of one to five changes, drawn from a seed. Reconnects when its database was killed.
 */
public final class ShopWriter implements AutoCloseable {
    /** The columns of both tables, for {@link Export}. */
    public static final Map<String, Export.Kind> COLUMNS = columns();

    /** The tables it writes to. */
    public static final List<String> TABLES = List.of("customers", "orders");

    private static final int KEYS = 3000;
    private static final String MARIA = "jdbc:mariadb:";

    private final String url;
    private final String user;
    private final String password;
    private final Random random;
    private final Thread thread;
    private volatile boolean stopped;
    private final AtomicLong changes = new AtomicLong();
    private volatile int pauseMillis = 1;

    private ShopWriter(String url, String user, String password, long seed) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.random = new Random(seed);
        this.thread = new Thread(this::run, "shop-writer");
    }

    private static Map<String, Export.Kind> columns() {
        Map<String, Export.Kind> columns = new LinkedHashMap<>();
        columns.put("id", Export.Kind.NUMBER);
        columns.put("name", Export.Kind.TEXT);
        columns.put("amount", Export.Kind.NUMBER);
        columns.put("active", Export.Kind.FLAG);
        columns.put("at", Export.Kind.MOMENT);
        columns.put("photo", Export.Kind.BYTES);
        return columns;
    }

    /** Makes the tables with this many rows each. */
    public static void create(Connection connection, int rows) throws SQLException {
        boolean maria = connection.getMetaData().getURL().startsWith(MARIA);
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(
                        "create table "
                                + table
                                + " (id bigint primary key, name text, amount numeric(12,2),"
                                + (maria
                                        ? " active boolean not null, at datetime(6), photo blob)"
                                        : " active boolean not null, at timestamptz, photo bytea)"));
                statement.execute(
                        "insert into "
                                + table
                                + (maria
                                        ? " select seq, concat('name ', seq), seq / 100, seq % 2 = 0,"
                                                + " timestamp '2026-01-01 00:00:00' + interval seq second,"
                                                + " unhex(md5(seq)) from seq_1_to_"
                                                + rows
                                        : " select g, 'name ' || g, g / 100.0, g % 2 = 0,"
                                                + " timestamptz '2026-01-01' + g * interval '1 second',"
                                                + " decode(md5(g::text), 'hex') from generate_series(1, "
                                                + rows
                                                + ") g"));
            }
        }
    }

    /** Begins to write. */
    public static ShopWriter start(String url, String user, String password, long seed) {
        ShopWriter writer = new ShopWriter(url, user, password, seed);
        writer.thread.setDaemon(true);
        writer.thread.start();
        return writer;
    }

    /** How many row changes were committed so far. */
    public long changes() {
        return changes.get();
    }

    /** How long it rests after each transaction. */
    public void pauseMillis(int millis) {
        pauseMillis = millis;
    }

    private void run() {
        while (!stopped) {
            try (Connection connection = DriverManager.getConnection(url, user, password)) {
                connection.setAutoCommit(false);
                while (!stopped) {
                    int count = transaction(connection);
                    connection.commit();
                    changes.addAndGet(count);
                    if (pauseMillis > 0) {
                        Thread.sleep(pauseMillis);
                    }
                }
            } catch (SQLException e) {
                sleepAfterTrouble();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void sleepAfterTrouble() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private int transaction(Connection connection) throws SQLException {
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String table = TABLES.get(random.nextInt(TABLES.size()));
            long id = 1L + random.nextInt(KEYS);
            int what = random.nextInt(100);
            if (what < 45) {
                update(
                        connection,
                        "update " + table + " set amount = ?, name = ? where id = ?",
                        id);
            } else if (what < 75) {
                update(
                        connection,
                        "insert into "
                                + table
                                + " (amount, name, id, active, at) values (?, ?, ?, true, "
                                + (url.startsWith(MARIA)
                                        ? "now(6)) on duplicate key update active = not active"
                                        : "clock_timestamp()) on conflict (id) do update set active"
                                                + " = not "
                                                + table
                                                + ".active"),
                        id);
            } else if (what < 98) {
                delete(connection, table, id);
            } else {
                moveKey(connection, table, id);
            }
        }
        return count;
    }

    private void update(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBigDecimal(1, BigDecimal.valueOf(random.nextInt(1_000_000), 2));
            statement.setString(2, "näme " + random.nextInt(1000));
            statement.setLong(3, id);
            statement.executeUpdate();
        }
    }

    private static void delete(Connection connection, String table, long id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from " + table + " where id = ?")) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    private void moveKey(Connection connection, String table, long id) throws SQLException {
        long to = 1_000_000L + random.nextInt(1_000_000);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "update "
                                + table
                                + " set id = ? where id = ? and not exists (select 1 from "
                                + table
                                + " where id = ?)")) {
            statement.setLong(1, to);
            statement.setLong(2, id);
            statement.setLong(3, to);
            statement.executeUpdate();
        }
    }

    /** Stops after the transaction under way. */
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
