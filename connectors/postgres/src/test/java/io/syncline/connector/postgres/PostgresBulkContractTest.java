package io.syncline.connector.postgres;

import io.syncline.testkit.connector.ConnectorContract;
import io.syncline.testkit.connector.EchoContract;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.services.Services;
import java.util.Map;

/** The same, of a connector that begins each reading in bulk, however little there is to read. */
class PostgresBulkContractTest implements ConnectorContract, EchoContract {
    private final Ground ground =
            new Ground(
                    new PostgresConnector(),
                    Services.postgres(18).freshDatabase(),
                    "public.",
                    Map.of("bulk_read_bytes", "1"));

    @Override
    public Ground ground() {
        return ground;
    }
}
