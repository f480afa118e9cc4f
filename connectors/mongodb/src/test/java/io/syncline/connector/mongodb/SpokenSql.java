package io.syncline.connector.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Layout;
import io.syncline.testkit.connector.Database;
import io.syncline.testkit.system.RealTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;

/**
 * The contracts' few statements of SQL as what MongoDB does instead: a table is a collection that
 * keeps images of its documents, a statement is a transaction, an update of a key a delete and an
 * insert, and emptying a table is dropping its collection.
 */
final class SpokenSql implements Database {
    private static final int MANY = 200;

    private final String uri;
    private final Map<String, Layout> tables = new HashMap<>();

    SpokenSql(String uri) {
        this.uri = uri;
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public void run(String... statements) {
        try (MongoClient client = MongoClients.create(uri);
                ClientSession session = client.startSession()) {
            MongoDatabase database = client.getDatabase(Place.database(uri));
            for (String each : statements) {
                if (each.equals("begin")) {
                    session.startTransaction();
                } else if (each.equals("rollback")) {
                    session.abortTransaction();
                } else if (session.hasActiveTransaction()) {
                    speak(each, database, session);
                } else if (!defines(each, database)) {
                    session.startTransaction();
                    speak(each, database, session);
                    session.commitTransaction();
                }
            }
        }
    }

    private boolean defines(String statement, MongoDatabase database) {
        Matcher create = match("create table (\\w+) \\((.*)\\)", statement);
        if (create.matches()) {
            Layout layout = layout(create.group(1), create.group(2));
            tables.put(layout.collection(), layout);
            make(layout, database);
            return true;
        }
        Matcher truncate = match("truncate table (\\w+)", statement);
        if (truncate.matches()) {
            database.getCollection(truncate.group(1)).drop();
            return true;
        }
        Matcher add = match("alter table (\\w+) add column (\\w+) int", statement);
        if (add.matches()) {
            database.getCollection(add.group(1))
                    .insertOne(
                            new Document("_id", new Document("a", 1).append("b", "x"))
                                    .append("b", "x")
                                    .append("a", 1)
                                    .append(add.group(2), 5));
            return true;
        }
        return false;
    }

    private void make(Layout layout, MongoDatabase database) {
        MongoConnector connector = new MongoConnector();
        Config config = Config.of(connector.settings(), Map.of("connection", uri));
        try (MongoEndpoint endpoint = (MongoEndpoint) connector.open(config, new RealTime())) {
            endpoint.create(layout);
        }
        database.runCommand(
                new Document("collMod", layout.collection())
                        .append("changeStreamPreAndPostImages", new Document("enabled", true)));
    }

    private static Layout layout(String name, String columns) {
        List<Field> fields = new ArrayList<>();
        List<String> key = new ArrayList<>();
        Matcher whole = match(".*primary key \\((.*?)\\)", columns);
        String rest = columns;
        if (whole.matches()) {
            key.addAll(List.of(whole.group(1).split(", ")));
            rest = columns.substring(0, columns.indexOf(", primary key"));
        }
        for (String column : rest.split(", ")) {
            String[] words = column.split(" ");
            FieldType type =
                    words[1].equals("int")
                            ? new FieldType.Int(32)
                            : new FieldType.Text(Integer.valueOf(words[1].replaceAll("\\D", "")));
            boolean alone = column.endsWith("primary key");
            fields.add(new Field(words[0], type, !alone && !column.contains("not null")));
            if (alone) {
                key.add(words[0]);
            }
        }
        return new Layout(name, fields, key, List.of(), -1);
    }

    private void speak(String statement, MongoDatabase database, ClientSession session) {
        Matcher insert = match("insert into (\\w+) values (.*)", statement);
        Matcher product =
                match("insert into (\\w+) select .*'(.*)' from many a, many b", statement);
        Matcher update = match("update (\\w+) set (\\w+) = (.*) where id = (\\d+)", statement);
        Matcher delete = match("delete from (\\w+) where id = (\\d+)", statement);
        if (insert.matches()) {
            // A table that the contract makes through the endpoint has these two columns.
            Layout layout =
                    tables.computeIfAbsent(
                            insert.group(1),
                            name -> layout(name, "id int primary key, v varchar(200)"));
            List<Document> rows = new ArrayList<>();
            Matcher row = Pattern.compile("\\(([^)]*)\\)").matcher(insert.group(2));
            while (row.find()) {
                rows.add(document(layout, row.group(1).split(", ?")));
            }
            database.getCollection(insert.group(1)).insertMany(session, rows);
        } else if (product.matches()) {
            List<Document> rows = new ArrayList<>();
            for (int i = 0; i < MANY * MANY; i++) {
                rows.add(new Document("_id", i).append("id", i).append("v", product.group(2)));
            }
            database.getCollection(product.group(1)).insertMany(session, rows);
        } else if (update.matches()) {
            MongoCollection<Document> rows = database.getCollection(update.group(1));
            Document by = new Document("_id", Integer.valueOf(update.group(4)));
            update(rows, session, by, update.group(2), value(update.group(3)));
        } else if (delete.matches()) {
            database.getCollection(delete.group(1))
                    .deleteOne(session, new Document("_id", Integer.valueOf(delete.group(2))));
        } else {
            throw new IllegalArgumentException(statement);
        }
    }

    private static void update(
            MongoCollection<Document> rows,
            ClientSession session,
            Document by,
            String field,
            Object value) {
        if (field.equals("id")) {
            Document moved = rows.findOneAndDelete(session, by);
            rows.insertOne(session, moved.append("_id", value).append("id", value));
        } else {
            rows.updateOne(session, by, new Document("$set", new Document(field, value)));
        }
    }

    private static Document document(Layout layout, String[] literals) {
        Document document = new Document();
        for (int i = 0; i < literals.length; i++) {
            document.append(layout.fields().get(i).name(), value(literals[i]));
        }
        return keyed(layout, document);
    }

    private static Document keyed(Layout layout, Document fields) {
        Document document = new Document("_id", fields.get(layout.key().getFirst()));
        document.putAll(fields);
        return document;
    }

    private static Object value(String literal) {
        return literal.equals("null")
                ? null
                : literal.startsWith("'")
                        ? literal.substring(1, literal.length() - 1)
                        : (Object) Integer.valueOf(literal);
    }

    private static Matcher match(String pattern, String statement) {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(statement);
    }
}
