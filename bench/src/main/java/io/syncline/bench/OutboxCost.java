package io.syncline.bench;

import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.sync.Connectors;
import io.syncline.testkit.system.RealTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What an outbox costs the source's transactions: the same writes to two tables, of which one has
 * an outbox that is read and emptied meanwhile, in turns. One writer; the server does not wait for
 * its disk, so that the share of the triggers is not hidden behind it.
 */
final class OutboxCost {
    private static final int ROWS = 20_000;

    /** A kind of transaction; {@code %s} is the table, the parameter is the first row's id. */
    private enum Kind {
        ONE_ROW("one row", "update %s set v = v + 1 where id = ?", 1, 1, 1500),
        ONE_STATEMENT(
                "100 rows, one statement",
                "update %1$s set v = v + 1 where id between ?::int and ?::int + 99",
                2,
                1,
                80),
        STATEMENTS("100 rows, 100 statements", "update %s set v = v + 1 where id = ?", 1, 100, 60);

        private final String name;
        private final String sql;
        private final int parameters;
        private final int statements;
        private final int transactions;

        Kind(String name, String sql, int parameters, int statements, int transactions) {
            this.name = name;
            this.sql = sql;
            this.parameters = parameters;
            this.statements = statements;
            this.transactions = transactions;
        }
    }

    private OutboxCost() {}

    /** Measures; the argument is how many rounds. */
    static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 7 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("syncline-bench");
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        try (Lab lab = Lab.open(folder, false);
                Connection connection = Lab.connect(lab.source, Lab.DATABASE)) {
            for (String table : List.of("plain", "noted")) {
                Lab.run(
                        connection,
                        "create table " + table + " (id int primary key, v bigint, t text)",
                        "insert into "
                                + table
                                + " select g, 0, repeat('x', 100) from"
                                + " generate_series(1, "
                                + ROWS
                                + ") g",
                        "vacuum analyze " + table);
            }
            Connector connector =
                    Objects.requireNonNull(Connectors.installed().ofType("postgresql"));
            Map<String, String> settings =
                    Map.of("connection", lab.source.uri(Lab.DATABASE), "capture", "outbox");
            try (Endpoint endpoint =
                    connector.open(Config.of(connector.settings(), settings), new RealTime())) {
                Selection selection = new Selection("bench", List.of("public.noted"));
                Position start = ((Source) endpoint).prepare(selection);
                try (Reader reader = ((Source) endpoint).read(start, selection)) {
                    Thread reading = Thread.ofVirtual().start(() -> read(reader));
                    measure(connection, rounds);
                    reading.interrupt();
                    reading.join();
                }
            }
        }
    }

    private static void read(Reader reader) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (reader.poll(Duration.ofMillis(100)) instanceof Batch.Rows rows
                        && rows.position() != null) {
                    reader.acknowledge(rows.position());
                }
            } catch (RuntimeException e) {
                return;
            }
        }
    }

    private static void measure(Connection connection, int rounds) throws SQLException {
        System.out.println("| transaction | without, per s | with an outbox, per s | share |");
        System.out.println("|---|---|---|---|");
        for (Kind kind : Kind.values()) {
            List<Double> plain = new ArrayList<>();
            List<Double> noted = new ArrayList<>();
            List<Double> shares = new ArrayList<>();
            for (int round = -1; round < rounds; round++) {
                // Each first as often as the other.
                boolean turned = round % 2 != 0;
                double first = rate(connection, kind, turned ? "noted" : "plain");
                double second = rate(connection, kind, turned ? "plain" : "noted");
                if (round >= 0) {
                    plain.add(turned ? second : first);
                    noted.add(turned ? first : second);
                    shares.add(turned ? first / second : second / first);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.2f |%n",
                    kind.name,
                    median(plain),
                    median(noted),
                    median(shares));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double rate(Connection connection, Kind kind, String table) throws SQLException {
        connection.setAutoCommit(false);
        long start = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(kind.sql.formatted(table))) {
            for (int i = 0; i < kind.transactions; i++) {
                for (int j = 0; j < kind.statements; j++) {
                    int id = 1 + (i * 131 + j) % (ROWS - 100);
                    for (int p = 1; p <= kind.parameters; p++) {
                        statement.setInt(p, id);
                    }
                    statement.executeUpdate();
                }
                connection.commit();
            }
        }
        connection.setAutoCommit(true);
        return kind.transactions * 1e9 / (System.nanoTime() - start);
    }
}
