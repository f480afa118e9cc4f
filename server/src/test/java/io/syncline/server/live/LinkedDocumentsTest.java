package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A PostgreSQL that counts its rows and documents whose keys are ObjectIds, both written. */
class LinkedDocumentsTest {
    private static final String BODY =
            """
            {"name": "linked", "type": "bi_directional", "mode": "real_time",
             "source": {"type": "postgresql", "connection": "${env:SYNCLINE_SECRET_SOURCE}",
               "tables": ["customers", "orders"]},
             "destination": {"type": "mongodb", "connection": "${env:SYNCLINE_SECRET_DOCUMENTS}",
               "transformation": {"customers": {"id": "_id"}, "orders": {"id": "_id"}}},
             "linked_keys": {"tables": {"customers": {"match": "email"}, "orders": {}},
               "references": {"orders.customer_id": "customers"}},
             "conflict_resolution": "last_write_wins"}
            """;

    private final Documents ends = new Documents();
    private final LiveServer server;
    private String id = "";

    LinkedDocumentsTest() throws Exception {
        server = LiveServer.shared();
    }

    @BeforeEach
    void customersAtBoth() {
        Pair.sql(
                ends.here,
                "create table customers (id bigserial primary key, email text, name text)",
                "create table orders (id bigserial primary key, customer_id bigint references"
                        + " customers, note text)",
                "insert into customers (email, name) values ('ann@x', 'Ann'), ('bob@x', 'Bob')",
                "insert into orders (customer_id, note) values (2, 'p')");
        ObjectId bob = makes("bob@x", "Bob");
        makes("cid@x", "Cid");
        ends.there("orders").insertOne(new Document("customer_id", bob).append("note", "m"));
    }

    @AfterEach
    void end() {
        if (!id.isEmpty()) {
            server.one("DELETE", id, "?force=true", 200);
        }
        ends.close();
    }

    private ObjectId makes(String email, String name) {
        ObjectId key = new ObjectId();
        ends.there("customers")
                .insertOne(new Document("_id", key).append("email", email).append("name", name));
        return key;
    }

    private String body() {
        return BODY.replace("${env:SYNCLINE_SECRET_SOURCE}", ends.here.uri())
                .replace("${env:SYNCLINE_SECRET_DOCUMENTS}", ends.uri());
    }

    private List<String> ordersHere() {
        return new ArrayList<>(
                ends
                        .here(
                                "select o.id, c.email || ' ' || o.note from orders o join customers"
                                        + " c on c.id = o.customer_id")
                        .values()
                        .stream()
                        .sorted()
                        .toList());
    }

    private List<String> ordersThere() {
        Map<ObjectId, String> emails = new HashMap<>();
        for (Document each : ends.there("customers").find()) {
            emails.put(each.getObjectId("_id"), each.getString("email"));
        }
        List<String> orders = new ArrayList<>();
        for (Document each : ends.there("orders").find()) {
            orders.add(emails.get(each.getObjectId("customer_id")) + " " + each.getString("note"));
        }
        orders.sort(null);
        return orders;
    }

    @Test
    void whatOneMakesTheOtherHasUnderAKeyOfItsOwn() {
        id = server.configure(body());
        server.awaitRun(id);
        server.await(id, _ -> ordersHere().equals(List.of("bob@x m", "bob@x p")));
        Pair.sql(
                ends.here,
                "insert into customers (email, name) values ('eve@x', 'Eve')",
                "insert into orders (customer_id, note) select id, 'of cid' from customers where"
                        + " email = 'cid@x'");
        ends.there("orders")
                .insertOne(new Document("customer_id", makes("fay@x", "Fay")).append("note", "f"));

        server.await(id, _ -> ordersHere().equals(ordersThere()) && ordersHere().size() == 4);
        server.await(id, _ -> ends.there("customers").countDocuments() == 5);
        assertThat(ordersThere()).containsExactly("bob@x m", "bob@x p", "cid@x of cid", "fay@x f");
        assertThat(Pair.value(ends.here, "select count(*) from customers")).isEqualTo("5");
    }

    /** Keys that an application makes up by itself. */
    @Test
    void anEndThatGivesNoKeysIsSaidBeforeItBegins() {
        ends.there("orders").drop();
        ends.there("orders")
                .insertOne(
                        new Document("_id", "o-1")
                                .append("note", "m")
                                .append("customer_id", new ObjectId()));

        JsonNode refused = server.call("POST", "/api/v1/sync/configure", body(), 422);

        assertThat(refused.toString()).contains("SYN-2013", "so its rows cannot be linked");
    }
}
