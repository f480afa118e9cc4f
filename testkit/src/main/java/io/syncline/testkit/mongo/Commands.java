package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/** Runs commands as a server without a log does. */
@FunctionalInterface
interface Commands {
    /** The reply; errors are exceptions. */
    Document run(String database, Document command);

    /** Copies of the documents that a query finds, at most so many; 0 is all. */
    default List<Document> find(Step.Namespace where, Document filter, Object sort, int most) {
        Document command =
                new Document("find", where.collection())
                        .append("filter", filter)
                        .append("limit", most);
        if (sort instanceof Document) {
            command.append("sort", sort);
        }
        List<Document> found = new ArrayList<>();
        for (Object each : batch(run(where.database(), command))) {
            found.add(((Document) each).cloneDeeply());
        }
        return found;
    }

    /** The documents of a reply with a cursor. */
    static List<?> batch(Document reply) {
        return Parts.list(Parts.document(reply, "cursor"), "firstBatch");
    }

    /** A reply without content. */
    static Document fine() {
        return new Document("ok", 1.0);
    }
}
