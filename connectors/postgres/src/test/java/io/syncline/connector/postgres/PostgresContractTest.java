package io.syncline.connector.postgres;

import io.syncline.testkit.connector.ConnectorContract;
import io.syncline.testkit.connector.EchoContract;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.services.Services;

class PostgresContractTest implements ConnectorContract, EchoContract {
    private final Ground ground =
            new Ground(new PostgresConnector(), Services.postgres(18).freshDatabase(), "public.");

    @Override
    public Ground ground() {
        return ground;
    }
}
