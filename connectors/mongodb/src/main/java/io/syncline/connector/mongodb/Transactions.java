package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Phases;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does work in transactions: what it reads is of one moment, and if others change what it writes it
 * is done again. Safe for use by several threads.
 */
final class Transactions {
    private static final int PAUSE_MILLIS = 5;
    private static final int PAUSE_MILLIS_MAX = 200;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int COMMITS_MAX = 3;

    private static final TransactionOptions OPTIONS =
            TransactionOptions.builder()
                    .readConcern(ReadConcern.SNAPSHOT)
                    .readPreference(ReadPreference.primary())
                    .writeConcern(WriteConcern.MAJORITY)
                    .build();

    private final Client client;
    private final Context context;

    Transactions(Client client, Context context) {
        this.client = client;
        this.context = context;
    }

    /** Work inside a transaction; it may be done several times. */
    @FunctionalInterface
    interface Work<T> {
        T in(ClientSession session);
    }

    /** What to answer when nobody knows whether the commit arrived. */
    @FunctionalInterface
    interface Doubt<T> {
        T answer(EndpointException lost);
    }

    /**
     * Does the work in one transaction.
     *
     * @param doing what it is, for the message of a failure
     * @param doubt for a commit whose answer was lost
     * @throws EndpointException for every failure; nothing is written then
     */
    <T> T run(String doing, Work<T> work, Doubt<T> doubt) {
        long start = context.nanos();
        for (int attempt = 1; ; attempt++) {
            try (ClientSession session = begin(doing)) {
                T result = work.in(session);
                EndpointException lost = commit(session, doing);
                return lost == null ? result : doubt.answer(lost);
            } catch (MongoException e) {
                if (!Failures.worthRepeating(e) || context.nanos() - start > PATIENCE_NANOS) {
                    throw Failures.weather(e, doing);
                }
            }
            int pause = Math.min(PAUSE_MILLIS_MAX, PAUSE_MILLIS * attempt);
            context.sleep(Duration.ofMillis(1 + context.random().nextInt(pause)));
        }
    }

    /** The same for work that may simply be done again when its commit is in doubt. */
    <T> T run(String doing, Work<T> work) {
        return run(
                doing,
                work,
                lost -> {
                    throw lost;
                });
    }

    /** A session with an open transaction; closing it undoes what was not committed. */
    ClientSession begin(String doing) {
        try {
            ClientSession session = client.client().startSession();
            session.startTransaction(OPTIONS);
            return session;
        } catch (MongoException e) {
            throw Failures.weather(e, doing);
        }
    }

    /**
     * Commits; the phase can be seen.
     *
     * @return what hid the answer, or null if it is committed
     * @throws MongoException if it was not committed
     */
    @Nullable EndpointException commit(ClientSession session, String doing) {
        context.phases().enter(Phases.Phase.COMMIT);
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    session.commitTransaction();
                    return null;
                } catch (MongoException e) {
                    if (Failures.worthRepeating(e) || !Failures.doubtful(e)) {
                        throw e;
                    }
                    if (attempt == COMMITS_MAX) {
                        return Failures.weather(e, doing);
                    }
                }
            }
        } finally {
            context.phases().leave(Phases.Phase.COMMIT);
        }
    }
}
