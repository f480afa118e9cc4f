package io.syncline.cli.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Somebody who works at one end: sells and takes in goods, changes prices, takes in customers,
 * writes down where they moved, and now and then removes one of those they took in.
 */
final class Clerk {
    private final Connection connection;
    private final Goods goods;
    private final Random random;
    private final List<Long> own = new ArrayList<>();
    private long lastCustomer;

    /**
     * One who works on a connection that commits each statement.
     *
     * @param customersFrom numbers above this are for the customers that this one takes in
     * @param seed the same does the same in the same order
     */
    Clerk(Connection connection, Goods goods, long customersFrom, long seed) {
        this.connection = connection;
        this.goods = goods;
        this.lastCustomer = customersFrom;
        this.random = new Random(seed);
    }

    /** Does one thing, and returns how many rows that changed. */
    int once() throws SQLException {
        try {
            return act();
        } catch (SQLException e) {
            // The loser of a deadlock has changed nothing, and does something else next.
            if (String.valueOf(e.getSQLState()).startsWith("40")) {
                return 0;
            }
            throw e;
        }
    }

    private int act() throws SQLException {
        int dice = random.nextInt(100);
        if (dice < 45) {
            return book();
        }
        if (dice < 65) {
            return write(
                    "UPDATE prices SET price = ? / 100.0 WHERE id = ?",
                    100 + random.nextInt(9_900),
                    product());
        }
        if (dice < 80) {
            own.add(++lastCustomer);
            return write(
                    "INSERT INTO customers SELECT ?, 'New customer', 'new@example.com', '1 Elm St',"
                            + " '1000', 'Town'",
                    lastCustomer);
        }
        if (dice < 95) {
            return write(
                    "UPDATE customers SET street = concat(cast(? AS char(4)), ' Oak St'), zip ="
                            + " '2000', town = 'Newtown' WHERE id = ?",
                    1000 + random.nextInt(9000),
                    1 + random.nextInt(Goods.CUSTOMERS));
        }
        return own.isEmpty()
                ? 0
                : write(
                        "DELETE FROM customers WHERE id = ?",
                        own.remove(random.nextInt(own.size())));
    }

    private int book() throws SQLException {
        int by = random.nextInt(11) - 5;
        int product = product();
        int changed = write("UPDATE stock SET on_hand = on_hand + ? WHERE id = ?", by, product);
        if (changed > 0) {
            goods.book(product, by);
        }
        return changed;
    }

    private int product() {
        return 1 + random.nextInt(Goods.PRODUCTS);
    }

    private int write(String sql, Number... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i].longValue());
            }
            return statement.executeUpdate();
        }
    }
}
