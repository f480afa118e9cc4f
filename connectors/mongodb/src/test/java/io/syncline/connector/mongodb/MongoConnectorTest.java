package io.syncline.connector.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.testkit.system.RealTime;
import java.util.Map;
import java.util.ServiceLoader;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

class MongoConnectorTest {
    private static Address address(Map<String, String> settings) {
        return Address.of(Config.of(new MongoConnector().settings(), settings));
    }

    @Test
    void itIsFoundByItsWords() {
        assertThat(ServiceLoader.load(Connector.class))
                .filteredOn(connector -> connector.types().contains("mongo"))
                .first()
                .satisfies(
                        connector -> {
                            assertThat(connector.types().iterator().next()).isEqualTo("mongodb");
                            assertThat(connector.schemes())
                                    .containsExactly("mongodb", "mongodb+srv");
                        });
    }

    /** Everything that is wrong is told at once, each with its key, and nothing secret is. */
    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(
                        () ->
                                address(
                                        Map.of(
                                                "connection",
                                                "mongodb://u:hidden@h/?authMechanism=MONGODB-AWS&proxyHost=x",
                                                "port",
                                                "99999",
                                                "keys",
                                                "users",
                                                "fine_times",
                                                "round",
                                                "sample",
                                                "0")))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(EndpointException.Kind.MISCONFIGURED);
                            assertThat(e.code()).isEqualTo(Code.BAD_CONNECTION);
                            assertThat(e.getMessage())
                                    .contains("connection: authMechanism")
                                    .contains("connection: it has an unknown parameter proxyHost")
                                    .contains("port: ")
                                    .contains("keys: 'users'")
                                    .contains("fine_times: 'round'")
                                    .contains("sample: ")
                                    .doesNotContain("hidden");
                        });
        assertThatThrownBy(() -> address(Map.of("connection", "mongodb://a:b:hidden@/x")))
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> address(Map.of())).hasMessageContaining("connection: ");
    }

    /** What is given apart wins over the connection, and no secret prints. */
    @Test
    void whatIsGivenApartWins() {
        Address address =
                address(
                        Map.of(
                                "connection", "mongodb://u:hidden@h:1/db?authSource=a",
                                "host", "other",
                                "database", "mine",
                                "password", "apart"));
        assertThat(address.place()).isEqualTo("other:27017/mine");
        assertThat(address.settings().getCredential().getPassword())
                .isEqualTo("apart".toCharArray());
        assertThat(address.settings().getCredential().getSource()).isEqualTo("a");
        assertThat(address.toString()).doesNotContain("hidden").doesNotContain("apart");
        new MongoConnector()
                .open(
                        Config.of(
                                new MongoConnector().settings(),
                                Map.of("connection", "mongodb://h/db")),
                        new RealTime())
                .close();
    }

    /** Places are ordered by time, then by token; one that ends its moment covers it. */
    @Test
    void placesAreOrdered() {
        MongoPosition five = MongoPosition.upTo(new BsonTimestamp(5, 1));
        MongoPosition part = MongoPosition.of(new Position("5.1;part;{\"_data\":\"82A1\"}"));
        MongoPosition next = MongoPosition.of(new Position("5.1;part;{\"_data\":\"82A2\"}"));
        assertThat(part.covers(five)).isFalse();
        assertThat(five.covers(part)).isTrue();
        assertThat(next.covers(part)).isTrue();
        assertThat(part.covers(next)).isFalse();
        assertThat(part.covers(MongoPosition.upTo(new BsonTimestamp(5, 0)))).isTrue();
        assertThat(MongoPosition.of(next.position())).isEqualTo(next);
        assertThat(MongoPosition.time(part.token())).isNull();
    }
}
