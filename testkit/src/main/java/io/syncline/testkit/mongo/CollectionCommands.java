package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes, alters, describes and drops collections. Guarded by its backend. */
final class CollectionCommands {
    private final Commands plain;
    private final OperationLog log;
    private final Map<Step.Namespace, Document> validators = new HashMap<>();
    private final Map<Step.Namespace, Document> options = new HashMap<>();

    CollectionCommands(Commands plain, OperationLog log) {
        this.plain = plain;
        this.log = log;
    }

    /** What documents of a collection have to be. */
    Map<Step.Namespace, Document> validators() {
        return validators;
    }

    /** Whether a collection's documents are kept as they were before and after a change. */
    boolean keepsImages(Step.Namespace where) {
        return options.getOrDefault(where, new Document()).get("changeStreamPreAndPostImages")
                        instanceof Document wanted
                && Boolean.TRUE.equals(wanted.get("enabled"));
    }

    Document create(String database, Document query) {
        Document reply = plain.run(database, new Document("create", query.get("create")));
        alter(database, query, "create");
        return reply;
    }

    /** Notes what is wanted of a collection. */
    Document alter(String database, Document query, String name) {
        Step.Namespace where = new Step.Namespace(database, Parts.text(query, name));
        Document known = options.computeIfAbsent(where, _ -> new Document());
        for (String each : List.of("validator", "collation", "changeStreamPreAndPostImages")) {
            known.putIfNotNull(each, query.get(each));
        }
        if (known.get("validator") instanceof Document validator) {
            validators.put(where, validator);
        }
        return Commands.fine();
    }

    Document list(String database, Document query) {
        Document reply = plain.run(database, query);
        for (Object each : Commands.batch(reply)) {
            Document collection = (Document) each;
            String name = Parts.text(collection, "name");
            Document known = options.get(new Step.Namespace(database, name));
            if (known != null) {
                collection.put("options", known.clone());
            }
        }
        return reply;
    }

    Document drop(String database, Document query) {
        Step.Namespace where = new Step.Namespace(database, Parts.text(query, "drop"));
        Document reply = plain.run(database, query);
        forget(where);
        log.append(List.of(Step.of(where, Step.DROP)), null, null);
        return reply;
    }

    private void forget(Step.Namespace where) {
        options.remove(where);
        validators.remove(where);
    }

    Document dropDatabase(String database, Document query) {
        List<Step> steps = new ArrayList<>();
        Document all = plain.run(database, new Document("listCollections", 1));
        for (Object each : Commands.batch(all)) {
            Step.Namespace where =
                    new Step.Namespace(database, Parts.text((Document) each, "name"));
            forget(where);
            steps.add(Step.of(where, Step.DROP));
        }
        steps.add(Step.of(new Step.Namespace(database, ""), Step.DROP_DATABASE));
        Document reply = plain.run(database, query);
        steps.forEach(step -> log.append(List.of(step), null, null));
        return reply;
    }

    Document rename(Document query) {
        String from = Parts.text(query, "renameCollection");
        String to = Parts.text(query, "to");
        Document reply = plain.run("admin", query);
        int dot = from.indexOf('.');
        Step step =
                new Step(
                        from.substring(0, dot),
                        from.substring(dot + 1),
                        Step.RENAME,
                        null,
                        null,
                        null,
                        to.substring(to.indexOf('.') + 1));
        log.append(List.of(step), null, null);
        return reply;
    }
}
