package io.syncline.cli.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

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
    private long lastOrder;
    private final Shift shift;

    private Customers(Connection connection, Shop shop) {
        this.connection = connection;
        this.shop = shop;
        this.lastOrder = shop.orders();
        this.shift = Shift.start("customers", TRANSACTIONS_PER_SECOND, this::transaction);
    }

    /** Starts them on this connection, which they close at the end. */
    static Customers start(Connection connection, Shop shop) throws SQLException {
        connection.setAutoCommit(false);
        return new Customers(connection, shop);
    }

    /** How many rows were changed so far. */
    long rows() {
        return shift.rows();
    }

    private int transaction() throws SQLException {
        int rows = once();
        connection.commit();
        return rows;
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
        shift.close();
        try {
            connection.close();
        } catch (SQLException ignored) {
            // The server behind it may have ended first; nothing was left to write.
        }
    }
}
