package io.syncline.cli.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The tables that a shop and its tills share, and a ledger of all that was booked in or out of the
 * stock: whoever changes it writes it down, so that lost and doubled changes show. Safe for use by
 * several threads.
 */
final class Goods {
    /** The one end, a PostgreSQL. */
    static final String SHOP = "shop";

    /** The other, a MariaDB. */
    static final String TILL = "till";

    /** What each table's rows say, after the key {@code id}. */
    static final Map<String, List<String>> TABLES = tables();

    /** Fields that are one value. */
    static final List<String> ADDRESS = List.of("street", "zip", "town");

    /** How many products there are; none is added or removed. */
    static final int PRODUCTS = 500;

    /** How many customers the shop has at first. */
    static final int CUSTOMERS = 2_000;

    /** Customers of the till's own begin after this. */
    static final int TILL_CUSTOMERS_FROM = 1_000_000;

    private static final int TILL_CUSTOMERS = 300;
    private static final int KNOWN_TO_BOTH = 10;
    private static final int AT_FIRST = 100;
    private static final int TOGETHER = 100;

    private final AtomicIntegerArray ledger = new AtomicIntegerArray(PRODUCTS + 1);

    private static Map<String, List<String>> tables() {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        tables.put("customers", List.of("name", "email", "street", "zip", "town"));
        tables.put("stock", List.of("on_hand"));
        tables.put("prices", List.of("price"));
        return tables;
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(80) NOT NULL,"
                            + " email varchar(120) NOT NULL, street varchar(80) NOT NULL,"
                            + " zip varchar(10) NOT NULL, town varchar(80) NOT NULL)");
            statement.execute(
                    "CREATE TABLE stock (id bigint PRIMARY KEY, on_hand integer NOT NULL)");
            statement.execute(
                    "CREATE TABLE prices (id bigint PRIMARY KEY, price numeric(10,2) NOT NULL)");
        }
    }

    /** Makes the shop's tables, with all products and its customers. */
    void fillShop(Connection connection) throws SQLException {
        create(connection);
        customers(connection, 1, CUSTOMERS, "of the shop");
        try (Statement statement = connection.createStatement()) {
            for (int id = 1; id <= PRODUCTS; id++) {
                book(id, AT_FIRST);
                statement.addBatch("INSERT INTO stock VALUES (" + id + ", " + AT_FIRST + ")");
                statement.addBatch("INSERT INTO prices VALUES (" + id + ", " + id % 90 + ".90)");
            }
            statement.executeBatch();
        }
    }

    /** Makes the till's tables, with customers that only it has, and a few that both have. */
    void fillTill(Connection connection) throws SQLException {
        create(connection);
        customers(connection, 1, KNOWN_TO_BOTH, "as the till spells it");
        customers(connection, TILL_CUSTOMERS_FROM + 1, TILL_CUSTOMERS, "of the till");
    }

    private static void customers(Connection connection, int from, int count, String words)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int done = 0; done < count; done += TOGETHER) {
                List<String> rows = new ArrayList<>();
                for (int i = done; i < Math.min(count, done + TOGETHER); i++) {
                    int id = from + i;
                    rows.add(
                            ("(%1$d, 'Customer %1$d %2$s', 'c%1$d@example.com',"
                                            + " '%3$d Main St', '%4$d', 'Town %3$d')")
                                    .formatted(id, words, id % 97, 1000 + id % 89));
                }
                statement.execute("INSERT INTO customers VALUES " + String.join(", ", rows));
            }
        }
    }

    /** Writes down what was booked in, or out of the stock where it is negative. */
    void book(int product, int by) {
        ledger.addAndGet(product, by);
    }

    /** What the stock of a product has to be. */
    int booked(int product) {
        return ledger.get(product);
    }

    /** How many rows a table has at an end. */
    static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** All rows of a table at an end, by their key, as the database spells the values. */
    static Map<Long, List<String>> rows(Connection connection, String table) throws SQLException {
        List<String> fields = TABLES.getOrDefault(table, List.of());
        Map<Long, List<String>> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT id, " + String.join(", ", fields) + " FROM " + table)) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (String field : fields) {
                    values.add(row.getString(field));
                }
                rows.put(row.getLong("id"), values);
            }
        }
        return rows;
    }
}
