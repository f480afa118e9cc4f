package io.syncline.connector.postgres;

import io.syncline.testkit.connector.Database;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.connector.KeySourceContract;
import io.syncline.testkit.connector.Maker;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;

class PostgresKeysContractTest implements KeySourceContract {
    private final FreshDatabase database = Services.postgres(18).freshDatabase();
    private final Ground ground = new Ground(new PostgresConnector(), database, "public.");

    @Override
    public Ground ground() {
        return ground;
    }

    @Override
    public void makeNumbered() throws Exception {
        Database.of(database).run("create table t (id bigserial primary key, v text)");
    }

    @Override
    public Maker maker() throws Exception {
        return Maker.of(database, "insert into t (v) values (?)");
    }
}
