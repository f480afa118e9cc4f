package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Position;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a flow and how far each of its shards has come, in a collection beside the rows. A flow
 * has a document with its epoch, and one for each shard with the epoch and the position. A writer's
 * transaction writes its shard's document; who takes the flow over writes all of them, so the two
 * meet. Without transactions the epoch is looked at before and after the rows are written, and
 * there is a moment in which one who was replaced can still write.
 */
final class FlowCheckpoints implements Checkpoints {
    static final String COLLECTION = "syncline_checkpoints";

    private static final String FLOW = "flow";
    private static final String SHARD = "shard";
    private static final String EPOCH = "epoch";
    private static final String POSITION = "position";
    private static final String TOUCHED = "touched";
    private static final int UNIQUE = 11000;

    private final Client client;
    private final Transactions transactions;

    FlowCheckpoints(Client client, Transactions transactions) {
        this.client = client;
        this.transactions = transactions;
    }

    private MongoCollection<BsonDocument> documents() {
        return client.collection(COLLECTION).withDocumentClass(BsonDocument.class);
    }

    private static Bson owner(String flow) {
        return Filters.eq(Shape.ID, new BsonString("flow:" + flow));
    }

    private static Bson shard(String flow, int shard) {
        return Filters.eq(Shape.ID, new BsonString("shard:" + flow + ":" + shard));
    }

    private static Bson shards(String flow) {
        return Filters.and(Filters.eq(FLOW, new BsonString(flow)), Filters.exists(SHARD));
    }

    /** Does the work in a transaction where there is one. */
    private <T> T run(String doing, java.util.function.Function<@Nullable ClientSession, T> work) {
        return client.server().replicated()
                ? transactions.run(doing, work::apply)
                : client.call(doing, _ -> work.apply(null));
    }

    @Override
    public Map<Integer, Position> claim(String flow, long epoch) {
        String doing = "Claiming " + flow;
        client.call(
                doing,
                _ ->
                        documents()
                                .updateOne(
                                        owner(flow),
                                        first(flow),
                                        new UpdateOptions().upsert(true)));
        return run(
                doing,
                session -> {
                    Bson mine = Filters.and(owner(flow), Filters.lte(EPOCH, new BsonInt64(epoch)));
                    Bson taken =
                            Updates.combine(
                                    Updates.set(EPOCH, new BsonInt64(epoch)),
                                    Updates.inc(TOUCHED, 1));
                    long found =
                            session == null
                                    ? documents().updateOne(mine, taken).getMatchedCount()
                                    : documents().updateOne(session, mine, taken).getMatchedCount();
                    if (found == 0) {
                        throw Failures.fenced(flow, epoch, epoch(session, flow));
                    }
                    if (session == null) {
                        documents().updateMany(shards(flow), taken);
                    } else {
                        documents().updateMany(session, shards(flow), taken);
                    }
                    return positions(session, flow);
                });
    }

    private static Bson first(String flow) {
        return Updates.combine(
                Updates.setOnInsert(FLOW, new BsonString(flow)),
                Updates.setOnInsert(EPOCH, new BsonInt64(0)));
    }

    private Map<Integer, Position> positions(@Nullable ClientSession session, String flow) {
        Map<Integer, Position> positions = new TreeMap<>();
        var found =
                session == null
                        ? documents().find(shards(flow))
                        : documents().find(session, shards(flow));
        for (BsonDocument each : found) {
            BsonValue position = each.get(POSITION);
            if (position != null && position.isString()) {
                positions.put(
                        each.getNumber(SHARD).intValue(),
                        new Position(position.asString().getValue()));
            }
        }
        return positions;
    }

    private @Nullable Long epoch(@Nullable ClientSession session, String flow) {
        var found =
                session == null
                        ? documents().find(owner(flow))
                        : documents().find(session, owner(flow));
        BsonDocument document = found.first();
        return document == null ? null : document.getNumber(EPOCH).longValue();
    }

    @Override
    public long latest(String flow) {
        Long held = client.call("Asking for the epoch of " + flow, _ -> held(flow));
        return held;
    }

    private Long held(String flow) {
        Long held = epoch(null, flow);
        return held == null ? Long.valueOf(0) : held;
    }

    @Override
    public void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        run(
                "Resharding " + flow,
                session -> {
                    touchOwner(session, flow, epoch);
                    if (session == null) {
                        documents().deleteMany(shards(flow));
                    } else {
                        documents().deleteMany(session, shards(flow));
                    }
                    positions.forEach(
                            (shard, position) ->
                                    write(
                                            session,
                                            new Fence(flow, shard, epoch, position),
                                            position));
                    return true;
                });
    }

    private void touchOwner(@Nullable ClientSession session, String flow, long epoch) {
        Bson mine = Filters.and(owner(flow), Filters.eq(EPOCH, new BsonInt64(epoch)));
        Bson touched = Updates.inc(TOUCHED, 1);
        long found =
                session == null
                        ? documents().updateOne(mine, touched).getMatchedCount()
                        : documents().updateOne(session, mine, touched).getMatchedCount();
        if (found == 0) {
            throw Failures.fenced(flow, epoch, epoch(session, flow));
        }
    }

    @Override
    public void forget(String flow) {
        client.call(
                "Forgetting " + flow,
                _ ->
                        documents()
                                .deleteMany(
                                        Filters.or(
                                                Filters.eq(FLOW, new BsonString(flow)),
                                                Filters.regex(
                                                        FLOW, "^" + Pattern.quote(flow + "/")))));
    }

    /**
     * Looks whether the fence is good, without a transaction.
     *
     * @throws io.syncline.core.endpoint.EndpointException FENCED
     */
    void look(Fence fence) {
        Long held = epoch(null, fence.flow());
        if (held == null || held != fence.epoch()) {
            throw Failures.fenced(fence.flow(), fence.epoch(), held);
        }
    }

    /**
     * Makes sure that nobody else has taken the flow over until the transaction ends, and stores a
     * position in it.
     *
     * @param position null to leave the one that is stored
     * @throws io.syncline.core.endpoint.EndpointException FENCED
     */
    void hold(@Nullable ClientSession session, Fence fence, @Nullable Position position) {
        Bson mine =
                Filters.and(
                        shard(fence.flow(), fence.shard()),
                        Filters.eq(EPOCH, new BsonInt64(fence.epoch())));
        Bson touched = Updates.inc(TOUCHED, 1);
        Bson change =
                position == null
                        ? touched
                        : Updates.combine(
                                touched, Updates.set(POSITION, new BsonString(position.token())));
        long found =
                session == null
                        ? documents().updateOne(mine, change).getMatchedCount()
                        : documents().updateOne(session, mine, change).getMatchedCount();
        if (found == 0) {
            // The shard's first: who takes the flow over meets us at the flow's own document.
            touchOwner(session, fence.flow(), fence.epoch());
            write(session, fence, position);
        }
    }

    private void write(@Nullable ClientSession session, Fence fence, @Nullable Position position) {
        BsonDocument document =
                new BsonDocument(
                                Shape.ID,
                                new BsonString("shard:" + fence.flow() + ":" + fence.shard()))
                        .append(FLOW, new BsonString(fence.flow()))
                        .append(SHARD, new BsonInt32(fence.shard()))
                        .append(EPOCH, new BsonInt64(fence.epoch()));
        if (position != null) {
            document.append(POSITION, new BsonString(position.token()));
        }
        try {
            if (session == null) {
                documents().insertOne(document);
            } else {
                documents().insertOne(session, document);
            }
        } catch (MongoException e) {
            if (Failures.code(e) != UNIQUE) {
                throw e;
            }
            // Somebody else's, of another epoch: we looked at ours before.
            throw Failures.fenced(fence.flow(), fence.epoch(), null);
        }
    }

    /** Says in a transaction, before anything else is written in it, whose it is. */
    void sign(ClientSession session, Byline byline) {
        documents().insertOne(session, byline.document());
    }

    /** Takes the signature away at the transaction's end, so that nothing is left of it. */
    void unsign(ClientSession session, Byline byline) {
        documents().deleteOne(session, Filters.eq(Shape.ID, byline.document().get(Shape.ID)));
    }

    /** The flows that have documents here, and parts of flows. */
    Iterable<String> flows() {
        return client.call(
                "Looking for checkpoints",
                _ -> documents().distinct(FLOW, String.class).into(new java.util.TreeSet<>()));
    }
}
