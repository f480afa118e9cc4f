package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example of triggers that take from the stock what is sold, on real databases. */
class SuppressedTriggersTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final String SOLD =
            "UPDATE item SET stock = stock - NEW.quantity WHERE id = NEW.item";

    private final FreshDatabase ours = Services.postgres(18).freshDatabase();
    private final FreshDatabase theirs = Services.mariaDb().freshDatabase();
    private LiveServer server;
    private String id = "";

    @AfterEach
    void end() {
        if (!id.isEmpty()) {
            server.one("DELETE", id, "?force=true", 200);
        }
    }

    private static String state(FreshDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select (select count(*) from sale), (select min(stock) from item)")) {
            row.next();
            return row.getInt(1) + " sold, " + row.getInt(2) + " left";
        }
    }

    private void await(String state) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!state(ours).equals(state) || !state(theirs).equals(state)) {
            if (System.nanoTime() > until) {
                assertThat(state(ours)).as(server.status(id).toString()).isEqualTo(state);
                assertThat(state(theirs)).isEqualTo(state);
            }
            Thread.sleep(20);
        }
    }

    @Test
    void whatIsSoldAtEitherEndIsTakenFromTheStockOnce() throws Exception {
        server = LiveServer.shared();
        for (FreshDatabase each : new FreshDatabase[] {ours, theirs}) {
            Pair.sql(
                    each,
                    "create table item (id int primary key, stock int not null)",
                    "create table sale (id int primary key, item int not null, quantity int not null,"
                            + " foreign key (item) references item (id))");
        }
        Pair.sql(
                ours,
                "insert into item values (1, 10)",
                "create function sold() returns trigger language plpgsql as 'begin "
                        + SOLD
                        + "; return null; end'",
                "create trigger sold after insert on sale for each row execute function sold()");
        Pair.sql(
                theirs,
                "create trigger sold after insert on sale for each row if @syncline is null then "
                        + SOLD
                        + "; end if");
        id =
                server.configure(
                        Files.readString(Path.of("../examples/triggers.json"))
                                .replace("${env:SYNCLINE_SECRET_SOURCE}", ours.uri())
                                .replace("${env:SYNCLINE_SECRET_REPORT}", theirs.uri()));
        server.awaitRun(id);
        await("0 sold, 10 left");
        Pair.sql(theirs, "insert into sale values (1, 1, 1)");
        await("1 sold, 9 left");
        Pair.sql(ours, "insert into sale values (2, 1, 2)");
        await("2 sold, 7 left");
    }
}
