package io.syncline.connector.mysql;

import io.syncline.testkit.connector.ConnectorContract;
import io.syncline.testkit.connector.EchoContract;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.services.Services;

class MySqlContractTest implements ConnectorContract, EchoContract {
    private final Ground ground =
            new Ground(new MySqlConnector(), Services.mariaDb().freshDatabase(), "");

    @Override
    public Ground ground() {
        return ground;
    }
}
