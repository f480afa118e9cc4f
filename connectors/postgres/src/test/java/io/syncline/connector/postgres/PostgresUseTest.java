package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.connector.jdbc.ConnectionUse;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.testkit.system.RealTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What a person says of the use of connections shows at the server. */
class PostgresUseTest {
    @Test
    void withoutPoolingNoConnectionIsKept() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            for (boolean pooling : new boolean[] {true, false}) {
                try (PostgresConnections connections =
                        connections(on, new ConnectionUse(pooling, false, null))) {
                    assertThat(backend(connections) == backend(connections)).isEqualTo(pooling);
                }
            }
        }
    }

    @Test
    void aStatementEndsAtTheTimeoutAndTheStreamHasNone() throws Exception {
        try (Fixture on = Fixture.on(18);
                PostgresConnections connections =
                        connections(on, new ConnectionUse(true, false, Duration.ofMillis(200)))) {
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(
                            () -> connections.call("sleeping", c -> run(c, "SELECT pg_sleep(60)")))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.CONNECTION_LOST))
                    .withMessageContaining("statement timeout");
            PostgresConnections.Replication stream = connections.replication();
            try (var connection = (java.sql.Connection) stream.connection()) {
                assertThat(connection.getNetworkTimeout()).isZero();
                assertThat(run(connection, "SHOW statement_timeout")).isEqualTo("0");
            }
        }
    }

    private static int backend(PostgresConnections connections) {
        return connections.call("asking", c -> c.unwrap(PGConnection.class).getBackendPID());
    }

    private static String run(java.sql.Connection connection, String query)
            throws java.sql.SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static PostgresConnections connections(Fixture on, ConnectionUse use) {
        return new PostgresConnections(PostgresUrl.parse(on.database.uri()), use, new RealTime());
    }
}
