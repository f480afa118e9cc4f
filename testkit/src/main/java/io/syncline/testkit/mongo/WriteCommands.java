package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries out writes one document at a time, so that it is known what each did. Used by one command
 * at a time.
 */
final class WriteCommands {
    private static final int INVALID = 121;

    private final Commands commands;
    private final Consumer<Step.Place> touching;
    private final Map<Step.Namespace, Document> validators;
    private final Consumer<Step> done;

    /**
     * Writes somewhere.
     *
     * @param touching is told of a document before it is written; throws if it must not be
     * @param validators what documents of a collection have to be
     * @param done is told of each step
     */
    WriteCommands(
            Commands commands,
            Consumer<Step.Place> touching,
            Map<Step.Namespace, Document> validators,
            Consumer<Step> done) {
        this.commands = commands;
        this.touching = touching;
        this.validators = validators;
        this.done = done;
    }

    /** Carries out one of the commands insert, update, delete and findAndModify. */
    Document run(String database, String name, Document command) {
        Step.Namespace where = new Step.Namespace(database, Parts.text(command, name));
        return switch (name) {
            case "insert" -> each(command, "documents", document -> insert(where, document));
            case "update" -> each(command, "updates", update -> update(where, update));
            case "delete" -> each(command, "deletes", delete -> delete(where, delete));
            default -> findAndModify(where, command);
        };
    }

    /** What one write came to. */
    private record Result(int matched, int modified, @Nullable Object upserted) {}

    private interface Write {
        Result make(Document document);
    }

    private static Document each(Document command, String key, Write write) {
        int matched = 0;
        int modified = 0;
        List<Document> upserted = new ArrayList<>();
        List<Document> errors = new ArrayList<>();
        int index = 0;
        for (Object each : Parts.list(command, key)) {
            try {
                Result result = write.make((Document) each);
                matched += result.matched;
                modified += result.modified;
                if (result.upserted != null) {
                    upserted.add(new Document("index", index).append("_id", result.upserted));
                }
            } catch (MongoServerError e) {
                errors.add(error(index, e));
                if (!Boolean.FALSE.equals(command.get("ordered"))) {
                    break;
                }
            }
            index++;
        }
        Document reply = new Document("n", matched + upserted.size());
        if (key.equals("updates")) {
            reply.append("nModified", modified);
        }
        if (!upserted.isEmpty()) {
            reply.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.append("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }

    private static Document error(int index, MongoServerError e) {
        return new Document("index", index)
                .append("code", e.getCode())
                .append("errmsg", e.getMessageWithoutErrorCode());
    }

    private Result insert(Step.Namespace where, Document document) {
        Object id = Parts.id(document);
        touching.accept(new Step.Place(where, id));
        valid(where, document);
        Document command =
                new Document("insert", where.collection())
                        .append("documents", List.of(document.cloneDeeply()))
                        .append("ordered", true);
        failing(commands.run(where.database(), command));
        done.accept(Step.of(where, Step.INSERT, id, null, document.cloneDeeply()));
        return new Result(1, 0, null);
    }

    private Result update(Step.Namespace where, Document update) {
        boolean multi = Boolean.TRUE.equals(update.get("multi"));
        Document filter = Parts.document(update, "q");
        Map<Object, Document> before = new HashMap<>();
        for (Document each : commands.find(where, filter, "", multi ? 0 : 1)) {
            before.put(Parts.id(each), each);
            touching.accept(new Step.Place(where, Parts.id(each)));
        }
        Object wanted = filter.get("_id");
        if (before.isEmpty() && wanted != null && Boolean.TRUE.equals(update.get("upsert"))) {
            touching.accept(new Step.Place(where, wanted));
        }
        Document command =
                new Document("update", where.collection()).append("updates", List.of(update));
        Document reply = commands.run(where.database(), command);
        failing(reply);
        boolean replaces =
                Parts.document(update, "u").keySet().stream().noneMatch(key -> key.startsWith("$"));
        int modified = 0;
        for (Map.Entry<Object, Document> each : before.entrySet()) {
            Document now = one(where, each.getKey());
            if (!now.equals(each.getValue())) {
                valid(where, now, each.getValue());
                String kind = replaces ? Step.REPLACE : Step.UPDATE;
                done.accept(Step.of(where, kind, each.getKey(), each.getValue(), now));
                modified++;
            }
        }
        if (reply.get("upserted") instanceof List<?> made && !made.isEmpty()) {
            Object id = Parts.id((Document) made.getFirst());
            Document now = one(where, id);
            valid(where, now, null);
            done.accept(Step.of(where, Step.INSERT, id, null, now));
            return new Result(0, 0, id);
        }
        return new Result(before.size(), modified, null);
    }

    private Document one(Step.Namespace where, Object id) {
        return commands.find(where, new Document("_id", id), "", 1).getFirst();
    }

    private Result delete(Step.Namespace where, Document delete) {
        int most = (int) Parts.number(delete, "limit");
        List<Document> before = commands.find(where, Parts.document(delete, "q"), "", most);
        for (Document each : before) {
            touching.accept(new Step.Place(where, Parts.id(each)));
        }
        for (Document each : before) {
            remove(where, Parts.id(each));
            done.accept(Step.of(where, Step.DELETE, Parts.id(each), each, null));
        }
        return new Result(before.size(), 0, null);
    }

    private void remove(Step.Namespace where, Object id) {
        Document one = new Document("q", new Document("_id", id)).append("limit", 1);
        commands.run(
                where.database(),
                new Document("delete", where.collection()).append("deletes", List.of(one)));
    }

    private Document findAndModify(Step.Namespace where, Document command) {
        Document filter = (Document) command.getOrDefault("query", new Document());
        Object sort = command.getOrDefault("sort", "");
        List<Document> found = commands.find(where, filter, sort, 1);
        Document before = found.isEmpty() ? null : found.getFirst();
        Document after = null;
        boolean upsert = Boolean.TRUE.equals(command.get("upsert"));
        if (before != null && Boolean.TRUE.equals(command.get("remove"))) {
            Document only = new Document("_id", before.get("_id"));
            delete(where, new Document("q", only).append("limit", 1));
        } else if (before != null || upsert) {
            Document by = before == null ? filter : new Document("_id", before.get("_id"));
            Document update =
                    new Document("q", by)
                            .append("u", command.get("update"))
                            .append("upsert", before == null);
            Result result = update(where, update);
            Object id = before == null ? result.upserted : before.get("_id");
            after = one(where, java.util.Objects.requireNonNull(id));
        }
        boolean newer = Boolean.TRUE.equals(command.get("new"));
        int count = before == null && after == null ? 0 : 1;
        return new Document(
                        "lastErrorObject",
                        new Document("n", count).append("updatedExisting", before != null))
                .append("value", newer ? after : before)
                .append("ok", 1.0);
    }

    private static void failing(Document reply) {
        if (reply.get("writeErrors") instanceof List<?> errors && !errors.isEmpty()) {
            Document error = (Document) errors.getFirst();
            int code = ((Number) error.getOrDefault("code", 0)).intValue();
            throw new MongoServerError(code, String.valueOf(error.get("errmsg")));
        }
    }

    /** Takes a write back that made a document invalid. */
    private void valid(Step.Namespace where, Document now, @Nullable Document before) {
        try {
            valid(where, now);
        } catch (MongoServerError e) {
            remove(where, Parts.id(now));
            if (before != null) {
                commands.run(
                        where.database(),
                        new Document("insert", where.collection())
                                .append("documents", List.of(before.cloneDeeply())));
            }
            throw e;
        }
    }

    /** Of the schemas that there are it knows required fields and the types of fields. */
    private void valid(Step.Namespace where, Document document) {
        Document validator = validators.get(where);
        if (validator == null || !(validator.get("$jsonSchema") instanceof Document schema)) {
            return;
        }
        boolean good = true;
        if (schema.get("required") instanceof List<?> required) {
            good = required.stream().allMatch(name -> document.containsKey(String.valueOf(name)));
        }
        if (schema.get("properties") instanceof Document properties) {
            Predicate<String> fits =
                    name ->
                            !document.containsKey(name)
                                    || BsonWords.is(
                                            document.get(name),
                                            Parts.document(properties, name).get("bsonType"));
            good &= properties.keySet().stream().allMatch(fits);
        }
        if (!good) {
            throw new MongoServerError(
                    INVALID, "DocumentValidationFailure", "Document failed validation");
        }
    }
}
