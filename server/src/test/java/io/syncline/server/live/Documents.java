package io.syncline.server.live;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.syncline.testkit.mongo.StandInMongo;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bson.Document;

/** A real PostgreSQL and what stands in for MongoDB, for an example that keeps both equal. */
final class Documents implements AutoCloseable {
    private static final Path EXAMPLES = Path.of("..", "examples");

    final FreshDatabase here = Services.postgres(18).freshDatabase();
    private final StandInMongo server = StandInMongo.start();
    private final String uri = server.uri("both");
    private final MongoClient client = MongoClients.create(uri);
    private final MongoDatabase there = client.getDatabase("both");

    /** Where the documents are. */
    String uri() {
        return uri;
    }

    MongoCollection<Document> there(String collection) {
        return there.getCollection(collection);
    }

    /** What configures an example, with nothing but the connections replaced. */
    String example(String name) throws IOException {
        return Files.readString(EXAMPLES.resolve(name))
                .replace("${env:SYNCLINE_SECRET_SOURCE}", here.uri())
                .replace("${env:SYNCLINE_SECRET_DOCUMENTS}", uri)
                // The server of these tests writes double quotes for single ones.
                .replace("'", "\\u0027");
    }

    /** What a query answers: the first value of each row, and the second. */
    Map<Long, String> here(String query) {
        Map<Long, String> rows = new TreeMap<>();
        try (Connection connection = here.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                rows.put(row.getLong(1), String.valueOf(row.getString(2)));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    /** All documents of a collection, told in a test's own words. */
    Map<Long, String> there(String collection, Function<Document, String> told) {
        Map<Long, String> rows = new TreeMap<>();
        for (Document each : there(collection).find()) {
            rows.put(((Number) each.get("_id")).longValue(), told.apply(each));
        }
        return rows;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
