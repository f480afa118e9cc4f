package io.syncline.server.system;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/** The accounts of a PostgreSQL and of what stands in for MongoDB, by a test's own look at both. */
record Accounts(Connection ours, MongoCollection<Document> theirs) {
    /** Runs a statement at the PostgreSQL. */
    void run(String sql) throws SQLException {
        try (Statement statement = ours.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Name and stock of each row. */
    Map<Long, String> here() throws SQLException {
        Map<Long, String> rows = new TreeMap<>();
        try (Statement statement = ours.createStatement();
                ResultSet row = statement.executeQuery("select id, name, stock from account")) {
            while (row.next()) {
                rows.put(row.getLong(1), row.getString(2) + " " + row.getInt(3));
            }
        }
        return rows;
    }

    /** Name and stock of each document. */
    Map<Long, String> there() {
        Map<Long, String> rows = new TreeMap<>();
        for (Document each : theirs.find()) {
            rows.put(
                    ((Number) each.get("_id")).longValue(),
                    each.getString("name") + " " + ((Number) each.get("stock")).longValue());
        }
        return rows;
    }

    /** Waits until our own connections to the documents are new ones, after they were cut. */
    void awaitAnswer() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            try {
                theirs.countDocuments();
                return;
            } catch (MongoException e) {
                Thread.sleep(20);
            }
        }
    }
}
