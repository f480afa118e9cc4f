package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the stand-in answers. All state is guarded by this object. */
final class StandInBackend extends MemoryBackend {
    static final Channel NOBODY = new EmbeddedChannel();

    private static final int PATIENCE_MILLIS = 5000;

    final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    final OperationLog log = new OperationLog();

    private final Commands plain = this::plain;
    private final Greeting greeting;
    private final CollectionCommands collections = new CollectionCommands(plain, log);
    private final Map<Document, OpenWork> open = new HashMap<>();
    private final Map<Document, Document> answered = new HashMap<>();
    private final Feeds feeds = new Feeds(log, collections::keepsImages, this::resolveDatabase);

    private volatile Duration lifetime = Duration.ofSeconds(60);

    StandInBackend(Greeting greeting) {
        this.greeting = greeting;
    }

    /** How long a transaction may be open; 60 seconds if nothing is said. */
    void lifetime(Duration longest) {
        lifetime = longest;
    }

    /** Whoever began a transaction may be gone: it holds its documents no longer than it may. */
    private void expire() {
        long nanos = lifetime.toNanos();
        open.values().removeIf(work -> work.ageNanos() > nanos);
    }

    private Document plain(String database, Document command) {
        String name = command.keySet().iterator().next();
        return super.handleCommand(NOBODY, database, name, command);
    }

    @Override
    public void handleClose(Channel channel) {
        channels.remove(channel);
        super.handleClose(channel);
    }

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        channels.add(channel);
        synchronized (this) {
            Document reply;
            expire();
            try {
                reply = session(database, command, query);
            } catch (OpenWork.WriteConflict e) {
                reply =
                        failure(
                                112,
                                "WriteConflict",
                                "Write conflict",
                                "TransientTransactionError");
            } catch (MongoServerError e) {
                reply = failure(e.getCode(), e.getCodeName(), e.getMessageWithoutErrorCode());
            } catch (MongoServerException e) {
                reply = failure(8, "UnknownError", String.valueOf(e.getMessage()));
            }
            // Whatever was written, somebody may wait for it.
            notifyAll();
            return greeting.stamped(reply, log.time());
        }
    }

    private static Document failure(
            int code, @Nullable String name, String message, String... labels) {
        Document reply = new Document("ok", 0.0).append("code", code).append("errmsg", message);
        reply.putIfNotNull("codeName", name);
        return labels.length == 0 ? reply : reply.append("errorLabels", List.of(labels));
    }

    /** Transactions, and writes that are sent again because their answer was lost. */
    private Document session(String database, String command, Document query) {
        Document session = (Document) query.get("lsid");
        boolean numbered = session != null && query.get("txnNumber") != null;
        if (session != null && Boolean.FALSE.equals(query.get("autocommit"))) {
            return transactional(session, database, command, query);
        }
        if (session == null || !numbered) {
            return route(database, command, query);
        }
        Document key = session.clone().append("txnNumber", query.get("txnNumber"));
        Document known = answered.get(key);
        if (known == null) {
            known = route(database, command, query);
            answered.put(key, known);
        }
        return known;
    }

    private Document transactional(
            Document session, String database, String command, Document query) {
        long number = Parts.number(query, "txnNumber");
        greeting.requireReplicas();
        if (Boolean.TRUE.equals(query.get("startTransaction"))) {
            long began = log.head();
            open.put(
                    session,
                    new OpenWork(session, number, began, new OpenWork.View(plain, log, began)));
        }
        OpenWork work = open.get(session);
        String name = command.toLowerCase(Locale.ROOT);
        if (work == null || work.number() != number) {
            return name.equals("aborttransaction")
                    ? Commands.fine()
                    : failure(
                            251,
                            "NoSuchTransaction",
                            "There is no such transaction.",
                            "TransientTransactionError");
        }
        try {
            Document reply = inside(work, database, name, command, query);
            if (reply.get("writeErrors") != null) {
                end(session);
            }
            return reply;
        } catch (RuntimeException e) {
            end(session);
            throw e;
        }
    }

    private Document inside(
            OpenWork work, String database, String name, String command, Document query) {
        return switch (name) {
            case "committransaction" -> commit(work);
            case "aborttransaction" -> {
                end(work.session());
                yield Commands.fine();
            }
            case "insert", "update", "delete", "findandmodify" ->
                    work.write(
                            database, command, query, log, open.values(), collections.validators());
            default -> copied(work.read(database, query));
        };
    }

    private Document commit(OpenWork work) {
        work.steps().forEach(this::carryOut);
        log.append(work.steps(), work.session(), work.number());
        end(work.session());
        return Commands.fine();
    }

    private void end(Document session) {
        open.remove(session);
    }

    private void carryOut(Step step) {
        if (step.before() != null) {
            Document one = new Document("q", new Document("_id", step.id())).append("limit", 1);
            plain(
                    step.database(),
                    new Document("delete", step.collection()).append("deletes", List.of(one)));
        }
        if (step.after() != null) {
            plain(
                    step.database(),
                    new Document("insert", step.collection())
                            .append("documents", List.of(step.after().cloneDeeply())));
        }
    }

    private Document route(String database, String command, Document query) {
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "hello", "ismaster" ->
                    greeting.hello(plain(database, new Document("ismaster", 1)));
            case "buildinfo" -> greeting.buildInfo();
            case "saslstart" -> greeting.login(query);
            case "startsession", "endsessions", "refreshsessions", "killsessions" ->
                    Commands.fine();
            case "insert", "update", "delete", "findandmodify" -> write(database, command, query);
            case "getmore" -> more(database, query);
            case "create" -> collections.create(database, query);
            case "collmod" -> collections.alter(database, query, "collMod");
            case "listcollections" -> collections.list(database, query);
            case "drop" -> collections.drop(database, query);
            case "dropdatabase" -> collections.dropDatabase(database, query);
            case "renamecollection" -> collections.rename(query);
            case "find", "aggregate" -> read(database, query);
            default -> plain(database, query);
        };
    }

    private Document write(String database, String command, Document query) {
        WriteCommands commands =
                new WriteCommands(
                        plain,
                        this::wait,
                        collections.validators(),
                        step -> log.append(List.of(step), null, null));
        return commands.run(database, command, query);
    }

    /** A document that a transaction has written is waited for. */
    private void wait(Step.Place place) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (open.values().stream().anyMatch(work -> work.holds(place))) {
            if (System.nanoTime() > end) {
                throw new OpenWork.WriteConflict();
            }
            pause(PATIENCE_MILLIS);
            expire();
        }
    }

    /** Waits until something has happened, or nothing. */
    @SuppressWarnings("WaitNotInLoop") // Every caller loops over what it waits for.
    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Document read(String database, Document query) {
        if (query.get("pipeline") instanceof List<?> pipeline
                && !pipeline.isEmpty()
                && ((Document) pipeline.getFirst()).get("$changeStream")
                        instanceof Document stream) {
            greeting.requireReplicas();
            return feeds.watch(database, query, stream);
        }
        Document concern = (Document) query.getOrDefault("readConcern", new Document());
        if (!"snapshot".equals(concern.get("level"))) {
            return copied(plain(database, query));
        }
        greeting.requireReplicas();
        BsonTimestamp wanted = (BsonTimestamp) concern.getOrDefault("atClusterTime", log.time());
        OpenWork.View view = new OpenWork.View(plain, log, log.upTo(wanted));
        OpenWork reading = new OpenWork(new Document(), 0, 0, view);
        Document reply = copied(reading.read(database, query));
        Parts.document(reply, "cursor").append("atClusterTime", wanted);
        return reply;
    }

    /** Documents are altered in their place, and a reply is sent after the lock is given up. */
    private static Document copied(Document reply) {
        return reply.cloneDeeply();
    }

    private Document more(String database, Document query) {
        long id = Parts.number(query, "getMore");
        ChangeFeed feed = feeds.find(id);
        if (feed == null) {
            return Feeds.knows(id)
                    ? failure(43, "CursorNotFound", "cursor id " + id + " not found")
                    : copied(plain(database, query));
        }
        long wait = ((Number) query.getOrDefault("maxTimeMS", 1000)).longValue();
        long end = System.nanoTime() + wait * 1_000_000;
        List<Document> events = Feeds.next(feed);
        for (long left = 1; events.isEmpty() && left > 0 && !feed.ended(); ) {
            left = (end - System.nanoTime()) / 1_000_000;
            if (left > 0) {
                pause(left);
            }
            events = Feeds.next(feed);
        }
        return feeds.reply(database, id, feed, "nextBatch", events);
    }
}
