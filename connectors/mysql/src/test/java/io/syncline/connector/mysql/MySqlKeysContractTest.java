package io.syncline.connector.mysql;

import io.syncline.testkit.connector.Database;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.connector.KeySourceContract;
import io.syncline.testkit.connector.Maker;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;

class MySqlKeysContractTest implements KeySourceContract {
    private final FreshDatabase database = Services.mariaDb().freshDatabase();
    private final Ground ground = new Ground(new MySqlConnector(), database, "");

    @Override
    public Ground ground() {
        return ground;
    }

    @Override
    public void makeNumbered() throws Exception {
        Database.of(database)
                .run(
                        "create table t (id bigint auto_increment primary key, v varchar(20),"
                                + " code varchar(40) not null default (uuid()) unique)");
    }

    @Override
    public Maker maker() throws Exception {
        return Maker.of(database, "insert into t (v) values (?)");
    }
}
