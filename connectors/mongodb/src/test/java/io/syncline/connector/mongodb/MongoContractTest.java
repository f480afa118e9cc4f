package io.syncline.connector.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Op;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Reader;
import io.syncline.testkit.connector.ConnectorContract;
import io.syncline.testkit.connector.EchoContract;
import io.syncline.testkit.connector.Ground;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MongoContractTest implements ConnectorContract, EchoContract {
    private final SpokenSql database = new SpokenSql(Place.shared().freshUri());
    private final Ground ground = new Ground(new MongoConnector(), database, "", Map.of());

    @Override
    public Ground ground() {
        return ground;
    }

    /** As the contract says, but that an id never changes: it goes, and another one comes. */
    @Override
    @Test
    public void everythingThatIsCommittedIsToldInOrder() {
        try (Place place = new Place(database.uri(), Map.of())) {
            database.run("create table t (id int primary key, v varchar(20))");
            database.run("create table other (id int primary key)");
            place.endpoint.prepare(Place.selection("t"));
            try (Reader reader = place.endpoint.read(null, Place.selection("t"))) {
                database.run(
                        "insert into t values (1, 'a'), (2, null)",
                        "insert into other values (1)",
                        "update t set v = 'b' where id = 1",
                        "update t set id = 3 where id = 2",
                        "delete from t where id = 3",
                        "begin",
                        "insert into t values (9, 'never')",
                        "rollback");
                List<Batch> told = place.drain(reader);
                List<Change> changes = Place.changes(told);
                assertThat(changes)
                        .extracting(Change::id)
                        .containsExactly(id(1), id(2), id(1), id(2), id(3), id(3));
                assertThat(changes)
                        .extracting(Change::op)
                        .containsExactly(
                                Op.INSERT, Op.INSERT, Op.UPDATE, Op.DELETE, Op.INSERT, Op.DELETE);
                assertThat(changes.get(2).after()).isInstanceOf(Image.Whole.class);
                assertThat(changes.get(2).after().row().get("v")).isEqualTo(Place.text("b"));
                assertThat(told.getFirst()).isInstanceOf(Batch.Relayout.class);
            }
        }
    }

    private static RowId id(long key) {
        return RowId.of("t", Place.whole(key));
    }
}
