package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        view.show(new Step.Namespace(database, Parts.text(command, name)));
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
        view.show(new Step.Namespace(database, Parts.text(command, name)));
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
        private final Set<Step.Namespace> shown = new HashSet<>();

        View(Commands live, OperationLog log, long at) {
            this.live = live;
            this.log = log;
            this.at = at;
        }

        /** Brings a collection over, with its indexes, if that was not done yet. */
        void show(Step.Namespace where) {
            if (!shown.add(where)) {
                return;
            }
            Map<Object, Document> documents = new java.util.LinkedHashMap<>();
            live.find(where, new Document(), "", 0)
                    .forEach(each -> documents.put(each.get("_id"), each));
            for (LogEntry entry : log.after(at).reversed()) {
                Step step = entry.step();
                if (step.id() != null && step.where().equals(where)) {
                    if (step.before() == null) {
                        documents.remove(step.id());
                    } else {
                        documents.put(step.id(), step.before().cloneDeeply());
                    }
                }
            }
            run(where.database(), new Document("create", where.collection()));
            indexes(where);
            if (!documents.isEmpty()) {
                Document insert = new Document("insert", where.collection());
                run(where.database(), insert.append("documents", List.copyOf(documents.values())));
            }
        }

        private void indexes(Step.Namespace where) {
            Document reply =
                    live.run(where.database(), new Document("listIndexes", where.collection()));
            List<Document> indexes = new ArrayList<>();
            for (Object each : Commands.batch(reply)) {
                indexes.add(((Document) each).clone());
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
