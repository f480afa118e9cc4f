package io.syncline.cli.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The shop's customers at work: one thread that orders, pays, cancels, counts stock and moves it
 * between warehouses, at a bounded pace, until it is stopped.
 */
final class Customers implements AutoCloseable {
    /** A transaction changes about three rows. */
    private static final int TRANSACTIONS_PER_SECOND = 65;

    /** The same seed, so every run does the same in the same order. */
    private static final long SEED = 20_260_101;

    private final Connection connection;
    private final Shop shop;
    private final Random random = new Random(SEED);
    private final AtomicLong rows = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable SQLException problem;
    private long lastOrder;

    private Customers(Connection connection, Shop shop) {
        this.connection = connection;
        this.shop = shop;
        this.lastOrder = shop.orders();
        this.thread = Thread.ofVirtual().name("customers").unstarted(this::run);
    }

    /** Starts them on this connection, which they close at the end. */
    static Customers start(Connection connection, Shop shop) throws SQLException {
        connection.setAutoCommit(false);
        Customers customers = new Customers(connection, shop);
        customers.thread.start();
        return customers;
    }

    /** How many rows were changed so far. */
    long rows() {
        SQLException found = problem;
        if (found != null) {
            throw new DemoException("The shop's database refused a write: " + found.getMessage());
        }
        return rows.get();
    }

    private void run() {
        long began = System.nanoTime();
        try {
            for (long done = 1; !stopping; done++) {
                rows.addAndGet(once());
                connection.commit();
                long due = began + done * 1_000_000_000L / TRANSACTIONS_PER_SECOND;
                long millis = (due - System.nanoTime()) / 1_000_000;
                if (millis > 0) {
                    Thread.sleep(millis);
                }
            }
        } catch (SQLException e) {
            problem = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int once() throws SQLException {
        int dice = random.nextInt(100);
        if (dice < 35) {
            return order();
        }
        if (dice < 60) {
            return pay();
        }
        if (dice < 75) {
            return count();
        }
        if (dice < 85) {
            return rename();
        }
        return dice < 96 ? cancel() : move();
    }

    private int order() throws SQLException {
        long id = ++lastOrder;
        int done =
                write(
                        "INSERT INTO orders VALUES (?, ?, 'new', ?::numeric / 100, NULL, now())",
                        id,
                        1 + random.nextInt(shop.customers()),
                        random.nextInt(500_000));
        int lines = 1 + random.nextInt(4);
        for (int line = 1; line <= lines; line++) {
            done +=
                    write(
                            "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?::numeric / 100)",
                            id,
                            line,
                            product(),
                            1 + random.nextInt(5),
                            100 + random.nextInt(99_900));
        }
        return done;
    }

    private int pay() throws SQLException {
        return write(
                "UPDATE orders SET status = 'paid', note = 'paid in part ' || ? WHERE id = ?",
                random.nextInt(1000),
                anyOrder());
    }

    private int count() throws SQLException {
        return write(
                "UPDATE inventory SET on_hand = ?, counted = now() WHERE product_id = ?",
                random.nextInt(500),
                product());
    }

    private int rename() throws SQLException {
        return write(
                "UPDATE customers SET name = 'Customer ' || ?, newsletter = NOT newsletter WHERE id = ?",
                random.nextInt(1_000_000),
                1 + random.nextInt(shop.customers()));
    }

    private int cancel() throws SQLException {
        long order = anyOrder();
        int lines = write("DELETE FROM order_lines WHERE order_id = ?", order);
        return lines + write("DELETE FROM orders WHERE id = ?", order);
    }

    /** A change of a row's key: the stock of a product goes to a warehouse of its own. */
    private int move() throws SQLException {
        int product = product();
        return write(
                "UPDATE inventory SET warehouse = ? WHERE product_id = ? AND warehouse ="
                        + " (SELECT max(warehouse) FROM inventory WHERE product_id = ?)",
                100 + random.nextInt(1_000_000),
                product,
                product);
    }

    private int product() {
        return 1 + random.nextInt(shop.products());
    }

    private long anyOrder() {
        return 1 + random.nextLong(lastOrder);
    }

    private int write(String sql, Number... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i].longValue());
            }
            return statement.executeUpdate();
        }
    }

    /** Stops them after the transaction at hand. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException ignored) {
            // The server behind it may have ended first; nothing was left to write.
        }
    }
}
