package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction: a view of the database as it was, in which it writes until it is committed. What
 * it has written nobody else may write. Guarded by its backend.
 */
final class OpenWork {
    private final Document session;
    private final long number;
    private final long began;
    private final View view;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Step.Place> held = new HashSet<>();
    private final long beganNanos = System.nanoTime();

    OpenWork(Document session, long number, long began, View view) {
        this.session = session;
        this.number = number;
        this.began = began;
        this.view = view;
    }

    Document session() {
        return session;
    }

    long number() {
        return number;
    }

    long ageNanos() {
        return System.nanoTime() - beganNanos;
    }

    List<Step> steps() {
        return steps;
    }

    boolean holds(Step.Place place) {
        return held.contains(place);
    }

    /** Writes in the view; a document that others have changed since is a conflict. */
    Document write(
            String database,
            String name,
            Document command,
            OperationLog log,
            Iterable<OpenWork> others,
            Map<Step.Namespace, Document> validators) {
        view.show(new Step.Namespace(database, Parts.text(command, name)), command);
        return new WriteCommands(
                        view,
                        place -> {
                            if (log.changed(place, began)) {
                                throw new WriteConflict();
                            }
                            for (OpenWork other : others) {
                                if (other != this && other.holds(place)) {
                                    throw new WriteConflict();
                                }
                            }
                            held.add(place);
                        },
                        validators,
                        steps::add)
                .run(database, name, command);
    }

    Document read(String database, Document command) {
        String name = command.keySet().iterator().next();
        view.show(new Step.Namespace(database, Parts.text(command, name)), command);
        command.remove("batchSize");
        return view.run(database, command);
    }

    /** Two transactions wrote the same document, or one wrote what another had changed. */
    static final class WriteConflict extends RuntimeException {
        WriteConflict() {
            super("WriteConflict");
        }
    }

    /** Collections as they were at a place of the log, in a server of their own. */
    static final class View extends MemoryBackend implements Commands {
        private final Commands live;
        private final OperationLog log;
        private final long at;
        private final Set<Step.Namespace> made = new HashSet<>();
        private final Set<Step.Namespace> whole = new HashSet<>();
        private final Set<Step.Place> shown = new HashSet<>();
        private final Set<Step.Namespace> unique = new HashSet<>();

        View(Commands live, OperationLog log, long at) {
            this.live = live;
            this.log = log;
            this.at = at;
        }

        /** Brings over what a command is about, if that was not done yet. */
        void show(Step.Namespace where, Document command) {
            if (made.add(where)) {
                run(where.database(), new Document("create", where.collection()));
                indexes(where);
            }
            Set<Object> ids = WantedIds.of(command);
            boolean some = ids != null && !unique.contains(where);
            if (whole.contains(where)) {
                return;
            }
            Document filter = new Document();
            if (some && ids != null) {
                filter.append("_id", new Document("$in", List.copyOf(ids)));
            } else {
                whole.add(where);
            }
            Map<Object, Document> documents = before(where, filter, some ? ids : null);
            List<Document> missing = new ArrayList<>();
            for (Map.Entry<Object, Document> each : documents.entrySet()) {
                if (shown.add(new Step.Place(where, each.getKey()))) {
                    missing.add(each.getValue());
                }
            }
            if (some && ids != null) {
                ids.forEach(id -> shown.add(new Step.Place(where, id)));
            }
            if (!missing.isEmpty()) {
                Document insert = new Document("insert", where.collection());
                run(where.database(), insert.append("documents", missing));
            }
        }

        /** Documents as they were, by their ids. */
        private Map<Object, Document> before(
                Step.Namespace where, Document filter, @Nullable Set<Object> ids) {
            Map<Object, Document> documents = new LinkedHashMap<>();
            live.find(where, filter, "", 0).forEach(each -> documents.put(Parts.id(each), each));
            for (LogEntry entry : log.after(at).reversed()) {
                Step step = entry.step();
                Object id = step.id();
                if (id == null || !step.where().equals(where) || ids != null && !ids.contains(id)) {
                    continue;
                }
                if (step.before() == null) {
                    documents.remove(id);
                } else {
                    documents.put(id, step.before().cloneDeeply());
                }
            }
            return documents;
        }

        private void indexes(Step.Namespace where) {
            Document reply =
                    live.run(where.database(), new Document("listIndexes", where.collection()));
            List<Document> indexes = new ArrayList<>();
            for (Object each : Commands.batch(reply)) {
                indexes.add(((Document) each).clone());
                if (Boolean.TRUE.equals(((Document) each).get("unique"))) {
                    unique.add(where);
                }
            }
            if (!indexes.isEmpty()) {
                run(
                        where.database(),
                        new Document("createIndexes", where.collection())
                                .append("indexes", indexes));
            }
        }

        @Override
        public Document run(String database, Document command) {
            String name = command.keySet().iterator().next();
            return handleCommand(StandInBackend.NOBODY, database, name, command);
        }
    }
}
