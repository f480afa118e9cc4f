package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.embedded.EmbeddedMariaDb;
import io.syncline.embedded.MariaDbSettings;
import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys MariaDB gives before rows are made, and which it does not. */
class MySqlKeysTest {
    private static List<Value> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Place::whole).toList();
    }

    @Test
    void columnsThatMustBeFilledAreNotInTheWay() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table p (id bigint primary key)",
                    """
                    create table t (id int unsigned auto_increment primary key,
                        a varchar(20) not null, b date not null, c timestamp not null,
                        d json not null, e enum('x','y') not null, f int not null check (f > 10),
                        g blob not null, p bigint not null references p(id), i uuid not null,
                        j inet6 not null, k decimal(9,2) not null, l int as (f + 1) stored,
                        foreign key (p) references p(id))
                    """,
                    "create table other (id tinyint auto_increment primary key)");
            assertThat(place.endpoint.givesNoKeys("t")).isNull();
            assertThat(place.endpoint.keys("t", 250)).isEqualTo(numbers(2, 251));
            assertThat(place.endpoint.keys("other", 2)).isEqualTo(numbers(1, 2));
            assertThat(place.one("select count(*) from t")).isEqualTo("0");
        }
    }

    /** What is done for such rows holds for their statement alone. */
    @Test
    void theSessionIsAsItWas() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int auto_increment primary key, v varchar(3) not null)");
            Pool pool = new Pool(place.address, place.context);
            String asked =
                    "select concat_ws(' ', @@sql_mode, @@foreign_key_checks,"
                            + " @@check_constraint_checks, @@innodb_lock_wait_timeout,"
                            + " @@lock_wait_timeout, @@autocommit, @@in_transaction, connection_id())";
            FlowCheckpoints checkpoints =
                    new FlowCheckpoints(pool, new Transactions(pool, place.context));
            MySqlKeys keys = new MySqlKeys(pool, new Shapes(pool), checkpoints, place.context);
            String before = pool.read("Asking", connection -> one(connection, asked));
            keys.keys("t", 3);
            assertThat(keys.givesNoKeys("nowhere")).isNotNull();
            String after = pool.read("Asking", connection -> one(connection, asked));
            assertThat(after).isEqualTo(before);
            pool.close();
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail varchar(40) not null unique",
                "mail varchar(40) not null default 'x' unique",
                "mail varchar(40) default 'x' unique",
                "mail longtext not null unique",
                "mail varchar(40) not null, unique (mail(8))",
                "mail int unsigned not null unique",
                "mail bigint not null unique",
                "mail smallint not null unique",
                "mail binary(16) not null unique",
                "mail uuid not null unique",
                "mail date not null unique",
                "mail datetime(6) not null unique",
                "mail timestamp not null unique",
                "mail double not null unique",
                "mail float not null unique",
                "mail decimal(12,2) not null unique",
                "mail enum('a','b') not null, n int not null, unique (mail, n)",
                "mail enum('a','b') not null, unique (mail, id)",
                "mail varchar(40) not null, gone datetime,"
                        + " live varchar(41) as (if(gone is null, concat(mail, '!'), null)) unique",
            })
    void uniqueColumnsAreNotInTheWay(String columns) throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id int auto_increment primary key, " + columns + ")",
                    "set statement sql_mode='' for insert into t (id) values (null)");
            assertThat(place.endpoint.givesNoKeys("t")).isNull();
            assertThat(place.endpoint.keys("t", 120)).hasSize(120).doesNotHaveDuplicates();
            assertThat(place.one("select count(*) from t")).isEqualTo("1");
        }
    }

    @Test
    void theStepsOfTheServerAreKept() throws Exception {
        Map<String, String> odd =
                Map.of("auto-increment-increment", "2", "auto-increment-offset", "1");
        try (RunningServer server = Services.startMariaDb(odd)) {
            server.createDatabase("shop");
            try (MySqlEndpoint endpoint = endpoint(server);
                    Connection connection = connection(server);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table t (id bigint auto_increment primary key)");
                assertThat(endpoint.keys("t", 3)).isEqualTo(List.of(whole(1), whole(3), whole(5)));
                statement.execute("set auto_increment_increment = 2, auto_increment_offset = 2");
                statement.execute("insert into t values (null)");
                assertThat(one(connection, "select id from t")).isEqualTo("8");
                assertThat(endpoint.keys("t", 1))
                        .allMatch(
                                key -> key instanceof Value.Int(long id) && id > 8 && id % 2 == 1);
            }
        }
    }

    private static MySqlEndpoint endpoint(RunningServer server) {
        MySqlConnector connector = new MySqlConnector();
        Map<String, String> settings = Map.of("connection", server.uri("shop"));
        return (MySqlEndpoint)
                connector.open(Config.of(connector.settings(), settings), new RealTime());
    }

    private static Connection connection(RunningServer server) throws Exception {
        return DriverManager.getConnection(
                server.jdbcUrl("shop"), server.user(), server.password());
    }

    /** What is taken back is not brought to the disk by itself. */
    @Test
    void aKilledServerGivesNoKeyTwice(@TempDir Path disk) throws Exception {
        // On a disk: a log in memory is as good as written, and nothing would be lost.
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> lazy = Map.of("innodb-flush-log-at-timeout", "600");
        MariaDbSettings settings = new MariaDbSettings(0, false, lazy, "only for tests");
        try (RunningServer server = EmbeddedMariaDb.in(disk.resolve("server"), settings).start()) {
            server.createDatabase("shop");
            List<Value> all = new ArrayList<>();
            try (Connection connection = connection(server);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table t (id bigint auto_increment primary key)");
                statement.execute("create sequence s");
                statement.execute(
                        "create table u (id bigint default next value for s primary key)");
            }
            for (int i = 0; i < 2; i++) {
                try (MySqlEndpoint endpoint = endpoint(server)) {
                    endpoint.keys("u", 3).forEach(key -> all.add(new Value.Items(List.of(key))));
                    endpoint.keys("t", 1);
                    // By now the server has brought to the disk what it does by itself.
                    Thread.sleep(1500);
                    all.addAll(endpoint.keys("t", 5));
                    server.kill9();
                }
                server.restart();
            }
            assertThat(all).hasSize(16).doesNotHaveDuplicates();
        }
    }

    @Test
    void keysOfRowsThatWereGivenOtherKeysArePassedOver() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id int auto_increment primary key)",
                    "insert into t values (1)",
                    "update t set id = 3",
                    "create sequence s",
                    "create table u (id int default next value for s primary key)",
                    "insert into u values (1), (2), (4)");
            assertThat(place.endpoint.keys("t", 2))
                    .hasSize(2)
                    .doesNotContain(whole(3))
                    .doesNotHaveDuplicates();
            assertThat(place.endpoint.keys("u", 3))
                    .isEqualTo(List.of(whole(3), whole(5), whole(6)));
        }
    }

    @Test
    void sequencesGiveNumbersOfTheColumnsType() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create sequence `a ``b` start with 10 increment by 5",
                    "create table t (id decimal(12) default next value for `a ``b` primary key)");
            assertThat(place.endpoint.givesNoKeys("t")).isNull();
            List<Value> keys = place.endpoint.keys("t", 1_500);
            assertThat(keys).hasSize(1_500).doesNotHaveDuplicates();
            assertThat(keys.getFirst()).isEqualTo(new Value.Decimal(BigDecimal.valueOf(15)));
        }
    }

    @Test
    void uuidsAreMadeByTheServer() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id uuid primary key)",
                    "create table c (id char(36) primary key)");
            List<Value> keys = place.endpoint.keys("t", 1_100);
            assertThat(keys).hasSize(1_100).doesNotHaveDuplicates();
            assertThat(keys).allMatch(key -> key instanceof Value.Uuid(UUID _));
            assertThat(place.endpoint.givesNoKeys("c")).contains("neither AUTO_INCREMENT");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create table t (id int auto_increment primary key) engine=aria"
                        + " | is stored by Aria, which takes no row back",
                "create table t (id int auto_increment, a int, primary key (id, a))"
                        + " | several columns",
                "create table t (id int auto_increment unique, code int primary key)"
                        + " | neither AUTO_INCREMENT",
                "create table t (id int auto_increment primary key, a tinyint not null unique)"
                        + " | unique index a of columns too narrow",
                "create table t (id int auto_increment primary key, a geometry not null, spatial index (a))"
                        + " | Cannot get geometry object",
                "create sequence s maxvalue 10 cycle;"
                        + "create table t (id int default next value for s primary key)"
                        + " | begins anew at its end (CYCLE)",
                "create sequence s; create table t (id int default (next value for s * 2)"
                        + " primary key) | neither AUTO_INCREMENT",
                "create table t (id int auto_increment primary key); create trigger g before insert"
                        + " on t for each row set new.id = 7 | gives rows another key",
                "create table t (id int auto_increment primary key); create trigger g before insert"
                        + " on t for each row signal sqlstate '45000' set message_text = 'never'"
                        + " | cannot be made: (conn",
                "create table t (id int auto_increment primary key); create table m (n int)"
                        + " engine=myisam; create trigger g after insert on t for each row insert"
                        + " into m values (1) | table without transactions",
                "create table t (id tinyint auto_increment primary key); insert into t values (127)"
                        + " | cannot be made",
            })
    void whatGivesNoKeysSaysWhy(String sql, String why) throws Exception {
        try (Place place = new Place()) {
            place.sql(sql.split(";"));
            String before = place.one("select count(*) from t");
            assertThat(place.endpoint.givesNoKeys("t")).contains(why);
            assertThatThrownBy(() -> place.endpoint.keys("t", 1))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.NO_KEYS_GIVEN));
            assertThat(place.one("select count(*) from t")).isEqualTo(before);
        }
    }

    @Test
    void whatTriggersDoIsTakenBack() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id int auto_increment primary key, v varchar(9) not null)",
                    "create table seen (id int auto_increment primary key, t int)",
                    "create trigger g after insert on t for each row"
                            + " insert into seen (t) values (new.id)");
            assertThat(place.endpoint.givesNoKeys("t")).isNull();
            assertThat(place.endpoint.keys("t", 3)).isEqualTo(numbers(2, 4));
            assertThat(place.one("select count(*) from seen")).isEqualTo("0");
        }
    }

    /** Neither an altered table nor locked rows are waited for long, and nothing is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"lock tables t write", "select * from t where id > 0 for update"})
    void aLockedTableIsWeather(String locking) throws Exception {
        try (Place place = new Place();
                Connection other = place.database.connect();
                Statement statement = other.createStatement()) {
            place.sql("create table t (id int auto_increment primary key)");
            place.endpoint.keys("t", 1);
            other.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read");
            statement.execute(locking);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> place.endpoint.keys("t", 1))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.TRANSIENT));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(15));
            statement.execute("unlock tables");
            other.rollback();
            assertThat(place.endpoint.keys("t", 1)).hasSize(1).doesNotContain(whole(1));
            assertThat(place.one("select count(*) from t")).isEqualTo("0");
        }
    }
}
