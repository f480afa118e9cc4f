package io.syncline.cli.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Changes the same row at both ends at the same time, differently. */
final class Quarrel {
    private static final long SEED = 20_260_102;

    private final Connection shop;
    private final Connection till;
    private final Goods goods;
    private final BooleanSupplier enough;
    private final Random random = new Random(SEED);
    private int done;

    /**
     * One on two connections that commit when they are told to.
     *
     * @param enough whether enough waits for a person already
     */
    Quarrel(Connection shop, Connection till, Goods goods, BooleanSupplier enough) {
        this.shop = shop;
        this.till = till;
        this.goods = goods;
        this.enough = enough;
    }

    /** Quarrels once, and returns how many rows that changed. */
    int once() throws SQLException {
        try {
            return switch (done++ % 4) {
                case 0 -> price();
                case 1 -> stock();
                case 2 -> address();
                default -> enough.getAsBoolean() ? price() : email();
            };
        } catch (SQLException e) {
            shop.rollback();
            till.rollback();
            // As with a clerk: the loser of a deadlock has changed nothing.
            if (String.valueOf(e.getSQLState()).startsWith("40")) {
                return 0;
            }
            throw e;
        }
    }

    private int price() throws SQLException {
        String sql = "UPDATE prices SET price = ? / 100.0 WHERE id = ?";
        int product = product();
        return both(
                sql, new Object[] {501 + done, product}, sql, new Object[] {9_001 + done, product});
    }

    private int stock() throws SQLException {
        String sql = "UPDATE stock SET on_hand = on_hand + ? WHERE id = ?";
        int product = product();
        int changed = both(sql, new Object[] {-3, product}, sql, new Object[] {20, product});
        goods.book(product, 17);
        return changed;
    }

    /** Two lines each, of which one is the same. */
    private int address() throws SQLException {
        int customer = customer();
        return both(
                "UPDATE customers SET street = ?, zip = '3000' WHERE id = ?",
                new Object[] {done + " Shop St", customer},
                "UPDATE customers SET street = ?, town = 'Tilltown' WHERE id = ?",
                new Object[] {done + " Till St", customer});
    }

    private int email() throws SQLException {
        String sql = "UPDATE customers SET email = ? WHERE id = ?";
        int customer = customer();
        return both(
                sql,
                new Object[] {"c" + customer + "@shop.example.com", customer},
                sql,
                new Object[] {"c" + customer + "@till.example.com", customer});
    }

    private int product() {
        return 1 + random.nextInt(Goods.PRODUCTS);
    }

    private int customer() {
        return 1 + random.nextInt(Goods.CUSTOMERS);
    }

    /** Both commit within a moment, so that neither has seen the other's. */
    private int both(String here, Object[] ours, String there, Object[] theirs)
            throws SQLException {
        int changed = write(shop, here, ours) + write(till, there, theirs);
        shop.commit();
        till.commit();
        return changed;
    }

    private static int write(Connection connection, String sql, Object[] values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
