package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/** Looks for everything that would stop a flow from reading, at once. Changes nothing. */
final class SourcePreflight {
    private final Client client;
    private final Selection selection;
    private final List<Finding> findings = new ArrayList<>();

    SourcePreflight(Client client, Selection selection) {
        this.client = client;
        this.selection = selection;
    }

    List<Finding> findings() {
        client.call(
                "Looking for what must be mended",
                database -> {
                    server(database);
                    for (String each : selection.collections()) {
                        collection(database, each);
                    }
                    return true;
                });
        return List.copyOf(findings);
    }

    private void server(MongoDatabase database) {
        Server server = client.server();
        if (!server.replicated()) {
            findings.add(
                    Finding.error(
                            Code.BAD_CAPTURE,
                            "server",
                            server.name()
                                    + " is no replica set, so it has no log of changes to be read.",
                            "Start it with --replSet rs0, then rs.initiate()"));
            return;
        }
        try {
            database.watch().maxAwaitTime(1, TimeUnit.MILLISECONDS).cursor().close();
        } catch (MongoException e) {
            EndpointException weather = Failures.weather(e, "Opening a change stream");
            if (weather.kind() == EndpointException.Kind.TRANSIENT) {
                throw weather;
            }
            findings.add(
                    Finding.error(
                            weather.code(),
                            "user",
                            String.valueOf(weather.getMessage()),
                            "db.grantRolesToUser(\"syncline\", [{role: \"read\", db: \""
                                    + database.getName()
                                    + "\"}])"));
        }
    }

    private void collection(MongoDatabase database, String name) {
        BsonDocument entry = Collections.find(database, name);
        if (entry == null) {
            findings.add(
                    Finding.error(
                            Code.UNKNOWN_COLLECTION,
                            name,
                            "There is no collection " + name + ".",
                            null));
            return;
        }
        findings.add(
                Finding.note(
                        Code.SAMPLED_LAYOUT,
                        name,
                        "Its fields are learned from "
                                + client.address().sample()
                                + " documents and its schema; others are taken in when they are met."));
        if (!Collections.keepsImages(entry)) {
            findings.add(
                    Finding.note(
                            Code.IMAGES_OFF,
                            name,
                            "Its documents are not kept as they were before a change: an update is"
                                    + " told by the fields it changed."));
        }
    }
}
