package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.merge.Conflict;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.sync.Check;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.SyncDefinition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Triggers that take from the stock what is sold, at both ends of a two-way sync. */
class TwoWayTriggersTest extends TwoAccounts {
    private static final String SOLD =
            "UPDATE account SET stock = stock - NEW.quantity WHERE id = NEW.account";
    private static final String WHEN_OURS =
            "current_setting('syncline.writing', true) IS DISTINCT FROM 'on'";

    @BeforeEach
    void sales() throws Exception {
        String columns = "(id bigint PRIMARY KEY, account bigint, quantity int NOT NULL";
        run(
                ours,
                "CREATE TABLE sale " + columns + ", FOREIGN KEY (account) REFERENCES account (id))",
                "CREATE FUNCTION sold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN "
                        + SOLD
                        + "; RETURN NULL; END'");
        run(theirs, "CREATE TABLE sale " + columns + ")");
        run(ours, "INSERT INTO account VALUES (1, 'a', null, 10, 1), (2, 'b', null, 10, 1)");
    }

    private void triggers(String whenOurs, String ifTheirs) throws SQLException {
        run(
                ours,
                "CREATE TRIGGER sold_here AFTER INSERT ON sale FOR EACH ROW WHEN (%s) EXECUTE FUNCTION sold()"
                        .formatted(whenOurs));
        run(
                theirs,
                "CREATE TRIGGER sold_there AFTER INSERT ON sale FOR EACH ROW BEGIN IF %s THEN %s; END IF; END"
                        .formatted(ifTheirs, SOLD));
    }

    private SyncDefinition definition(String triggers) {
        return definition(triggers, null);
    }

    /** With another user at the PostgreSQL, unless that is null. */
    private SyncDefinition definition(String triggers, String user) {
        SyncDefinition one = definition(Merging.Initial.REVIEW);
        Map<String, String> settings = new HashMap<>(one.source().settings());
        if (user != null) {
            settings.computeIfPresent(
                    "connection", (_, uri) -> uri.replaceFirst("//[^@]*@", "//" + user + ":x@"));
        }
        settings.put("triggers", triggers);
        return new SyncDefinition(
                one.id(),
                one.name(),
                one.direction(),
                one.mode(),
                new EndpointSpec("here", "postgresql", settings),
                one.destinations(),
                List.of("account", "sale"),
                one.collections(),
                one.schedule(),
                one.retry(),
                one.workers(),
                one.existing(),
                one.options(),
                one.wording(),
                one.createdMillis());
    }

    private void begin(String triggers) throws Exception {
        configure(definition(triggers));
        awaitEqual();
    }

    private static int one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int sales(Connection connection) throws SQLException {
        return one(connection, "SELECT count(*) FROM sale");
    }

    private static int stock(Connection connection, int id) throws SQLException {
        return one(connection, "SELECT stock FROM account WHERE id = " + id);
    }

    /** Both ends have heard of all sales, and have said so for a while. */
    private void awaitSales(int count, int stock) throws Exception {
        await(() -> sales(ours) == count && sales(theirs) == count);
        await(() -> stock(ours, 1) == stock && stock(theirs, 1) == stock);
        Thread.sleep(500);
        assertThat(List.of(stock(ours, 1), stock(theirs, 1))).containsOnly(stock);
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
    }

    @Test
    void whatIsSoldIsTakenFromTheStockTwiceWhereTriggersAreAccepted() throws Exception {
        triggers("true", "true");
        begin("accept");
        run(theirs, "INSERT INTO sale VALUES (1, 1, 1)");
        awaitSales(1, 8);
    }

    @Test
    void whatIsSoldIsTakenFromTheStockOnceWhereTriggersAreSuppressed() throws Exception {
        triggers("true", "@syncline IS NULL");
        begin("suppress");
        run(theirs, "INSERT INTO sale VALUES (1, 1, 1)");
        awaitSales(1, 9);
        run(ours, "INSERT INTO sale VALUES (2, 1, 2)");
        awaitSales(2, 7);
    }

    @Test
    void triggersThatPassOverTheSyncsWritesTakeOnceAtBothEnds() throws Exception {
        triggers(WHEN_OURS, "@syncline IS NULL");
        begin("accept");
        run(theirs, "INSERT INTO sale VALUES (1, 1, 1)");
        awaitSales(1, 9);
        run(ours, "INSERT INTO sale VALUES (2, 1, 2)");
        awaitSales(2, 7);
    }

    @Test
    void itIsToldBeforeWhichTriggersWillNotFire() throws Exception {
        triggers("true", "true");
        run(ours, "CREATE TRIGGER heard AFTER INSERT ON sale EXECUTE FUNCTION sold()");
        run(ours, "ALTER TABLE sale ENABLE ALWAYS TRIGGER heard");
        Check check = engine.check(definition("suppress"));
        assertThat(check.findings())
                .filteredOn(each -> each.code() == Code.TRIGGERS_SUPPRESSED)
                .extracting(Finding::message)
                .anySatisfy(words -> assertThat(words).contains("do not fire", "sold_here"))
                .anySatisfy(words -> assertThat(words).contains("ALWAYS", "heard"));
        assertThat(check.findings())
                .filteredOn(each -> each.code() == Code.TARGET_TRIGGER)
                .extracting(Finding::message)
                .singleElement()
                .satisfies(words -> assertThat(words).contains("sold_there"));
        begin("suppress");
    }

    @Test
    void aSaleWithoutItsAccountWaitsAndComesAsSoonAsThatIsThere() throws Exception {
        begin("suppress");
        run(theirs, "INSERT INTO sale VALUES (1, 99, 1), (2, 2, 1)");
        await(() -> sales(ours) == 1);
        Thread.sleep(300);
        assertThat(sales(ours)).isEqualTo(1);
        run(theirs, "INSERT INTO account VALUES (99, 'late', null, 5, 1)");
        await(() -> sales(ours) == 2);
        awaitEqual();
        await(() -> store.pairs().waiting(FLOW).isEmpty());
    }

    @Test
    void anAccountIsNotDeletedUnderASaleThatAnApplicationIsMaking() throws Exception {
        begin("suppress");
        try (Connection application = here.connect()) {
            application.setAutoCommit(false);
            run(application, "INSERT INTO sale VALUES (1, 1, 1)");
            run(theirs, "DELETE FROM account WHERE id IN (1, 2)");
            await(
                    () ->
                            one(
                                            ours,
                                            "SELECT count(*) FROM pg_locks WHERE NOT granted"
                                                    + " AND locktype = 'transactionid'")
                                    > 0);
            application.commit();
        }
        await(() -> one(ours, "SELECT count(*) FROM account WHERE id = 2") == 0);
        await(() -> waits(Conflict.Kind.FOREIGN_KEY));
        assertThat(one(ours, "SELECT count(*) FROM sale JOIN account a ON a.id = account"))
                .isEqualTo(1);
        run(ours, "DELETE FROM sale");
        await(() -> rows(ours).isEmpty() && rows(theirs).isEmpty());
        await(() -> store.pairs().waiting(FLOW).isEmpty());
    }

    /** It is refused before, and stops if the right is taken away. */
    @Test
    void whoMayNotSuppressTriggersIsToldTheGrant() throws Exception {
        String user = "weak_" + here.name();
        run(
                ours,
                "CREATE ROLE %s LOGIN REPLICATION PASSWORD 'x'".formatted(user),
                "GRANT CREATE ON DATABASE %s TO %s".formatted(here.name(), user),
                "GRANT CREATE ON SCHEMA public TO " + user,
                "ALTER TABLE account OWNER TO " + user,
                "ALTER TABLE sale OWNER TO " + user);
        String grant = "GRANT SET ON PARAMETER session_replication_role TO \"" + user + "\";";
        SyncDefinition weak = definition("suppress", user);
        try {
            assertThat(engine.check(weak).noted())
                    .filteredOn(Check.Noted::error)
                    .extracting(Check.Noted::finding)
                    .singleElement()
                    .satisfies(
                            each -> {
                                assertThat(each.code()).isEqualTo(Code.TRIGGERS_NOT_SUPPRESSIBLE);
                                assertThat(each.remedy()).isEqualTo(grant);
                            });
            run(ours, grant);
            configure(weak);
            awaitEqual();
            engine.pause(SYNC);
            run(ours, grant.replace("GRANT", "REVOKE").replace(" TO ", " FROM "));
            engine.resume(SYNC);
            await(
                    () ->
                            String.valueOf(engine.find(SYNC).problem())
                                    .contains("may not set session_replication_role"));
        } finally {
            // It has to go without the right, too.
            engine.delete(SYNC, true);
            assertThat(
                            one(
                                    ours,
                                    "SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
                    .isZero();
            engine.configure(definition("accept"));
            run(ours, "DROP OWNED BY " + user, "DROP ROLE " + user);
        }
    }

    private boolean waits(Conflict.Kind kind) {
        return store.pairs().waiting(FLOW).stream()
                .map(Pair::review)
                .filter(Objects::nonNull)
                .anyMatch(review -> review.conflicts().getFirst().kind() == kind);
    }
}
