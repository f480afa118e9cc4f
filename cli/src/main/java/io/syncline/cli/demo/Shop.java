package io.syncline.cli.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The shop's tables and their first rows: the same ones at every run, made by the database itself.
 *
 * @param customers how many customers; the other tables follow from it
 */
record Shop(int customers) {
    /** Its tables. */
    static final List<String> TABLES =
            List.of("customers", "products", "orders", "order_lines", "inventory");

    /** Enough to see the bars move: 20,000 customers make 240,000 rows. */
    static final int CUSTOMERS = 20_000;

    private static final int PRODUCTS = 2_000;
    private static final int WAREHOUSES = 4;
    private static final int ORDERS_PER_CUSTOMER = 3;

    private static final String SCHEMA =
            """
            CREATE TABLE customers (
                id bigint PRIMARY KEY, name text NOT NULL, email varchar(120) NOT NULL,
                country char(2) NOT NULL, born date, newsletter boolean NOT NULL,
                joined timestamptz NOT NULL);
            CREATE TABLE products (
                id bigint PRIMARY KEY, sku varchar(20) NOT NULL, title text NOT NULL,
                price numeric(10,2) NOT NULL, weight double precision, details jsonb);
            CREATE TABLE orders (
                id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers,
                status varchar(12) NOT NULL, total numeric(12,2) NOT NULL, note text,
                placed timestamptz NOT NULL);
            CREATE TABLE order_lines (
                order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
                line integer NOT NULL, product_id bigint NOT NULL REFERENCES products,
                quantity integer NOT NULL, price numeric(10,2) NOT NULL,
                PRIMARY KEY (order_id, line));
            CREATE TABLE inventory (
                warehouse integer NOT NULL, product_id bigint NOT NULL REFERENCES products,
                on_hand integer NOT NULL, counted timestamptz,
                PRIMARY KEY (warehouse, product_id))""";

    /** The orders of the start; the writer's come after them. */
    int orders() {
        return customers * ORDERS_PER_CUSTOMER;
    }

    /** How many products there are. */
    int products() {
        return PRODUCTS;
    }

    /** How many warehouses hold every product at the start. */
    int warehouses() {
        return WAREHOUSES;
    }

    /** Creates and fills the tables in an empty database, and returns how many rows there are. */
    long load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
            statement.execute(fill());
            statement.execute("ANALYZE");
        }
        return rows(connection);
    }

    /** Primes spread the values without a random number, so that every run has the same shop. */
    private String fill() {
        return """
            INSERT INTO customers SELECT i, 'Customer ' || i || ' Žofie', 'c' || i || '@example.com',
                (ARRAY['AT','CZ','DE','FR','IT','PL'])[1 + i %% 6],
                CASE WHEN i %% 7 = 0 THEN NULL ELSE date '1950-01-01' + i * 7919 %% 20000 END,
                i %% 3 = 0, timestamptz '2024-01-01 00:00:00+00' + i * interval '311 seconds'
                FROM generate_series(1, %1$d) i;
            INSERT INTO products SELECT i, 'SKU-' || lpad(i::text, 6, '0'),
                'Product ' || i || E' “quoted”\\t\\\\', (i * 104729 %% 99900 + 100) / 100.0,
                CASE WHEN i %% 5 = 0 THEN NULL ELSE (i * 7907 %% 5000) / 128.0 END,
                jsonb_build_object('colour', (ARRAY['red','green','blue'])[1 + i %% 3], 'size', i %% 50)
                FROM generate_series(1, %2$d) i;
            INSERT INTO orders SELECT i, 1 + i * 7919 %% %1$d,
                (ARRAY['new','paid','shipped','done'])[1 + i %% 4], (i * 15485863 %% 500000) / 100.0,
                CASE WHEN i %% 4 = 0 THEN 'Leave at the door, no. ' || i END,
                timestamptz '2025-01-01 00:00:00+00' + i * interval '97.125 seconds'
                FROM generate_series(1, %3$d::bigint) i;
            INSERT INTO order_lines SELECT i, l, 1 + (i * 31 + l * 7919) %% %2$d, 1 + i %% 5,
                (i * 104729 %% 99900 + 100) / 100.0
                FROM generate_series(1, %3$d::bigint) i, generate_series(1, 1 + (i %% 4)::int) l;
            INSERT INTO inventory SELECT w, i, (i * w * 31) %% 500,
                CASE WHEN i %% 9 = 0 THEN NULL
                    ELSE timestamptz '2025-06-01 00:00:00+00' + i * interval '61 seconds' END
                FROM generate_series(1, %4$d) w, generate_series(1, %2$d) i"""
                .formatted(customers, PRODUCTS, orders(), WAREHOUSES);
    }

    private static long rows(Connection connection) throws SQLException {
        long rows = 0;
        for (String table : TABLES) {
            try (Statement statement = connection.createStatement();
                    var found = statement.executeQuery("SELECT count(*) FROM " + table)) {
                found.next();
                rows += found.getLong(1);
            }
        }
        return rows;
    }
}
