package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An open stream of one flow.
 *
 * <p>The server is told that it may forget only what was acknowledged. While nothing wanted
 * happens, the server's keepalives become {@link Batch.Quiet}, which the engine makes durable and
 * acknowledges: an idle flow never holds the log.
 */
final class PostgresReader implements Reader {
    /** How often the server is asked to show that it lives. */
    private static final long PING_NANOS = 10_000_000_000L;

    /** A stream that has just come to rest is asked sooner where it stands, then ever later. */
    private static final long FIRST_PING_NANOS = 25_000_000L;

    /** How long a publication that tells less than it did stays unnoticed. */
    private static final long WATCH_NANOS = 5_000_000_000L;

    /** How often a stream that never comes to rest is asked how far it is behind. */
    private static final long LAG_NANOS = 2_000_000_000L;

    private final PostgresReading reading;
    private final PgOutputDecoder decoder;
    private final ToldTransactions transactions;
    private final Context context;
    private final long silenceNanosMax;

    private final Runnable unchanged;
    private PgMessages stream;
    private long lagAt;
    private long watchedAt;
    private long received;
    private long durable;
    private long told;
    private long toldAt;
    private long heardAt;
    private long polledAt;
    private long pingNanos = FIRST_PING_NANOS;
    private boolean closed;

    /**
     * A reader that begins to read.
     *
     * @param reading opens what is read, and tells of a backlog what reads it fastest
     * @param transactions takes note of what is handed over
     * @param from where the stream started
     * @param silence a server that says nothing for longer is lost
     * @param unchanged throws HISTORY_LOST if the server is not asked for all tables any more
     */
    PostgresReader(
            PostgresReading reading,
            PgOutputDecoder decoder,
            ToldTransactions transactions,
            Context context,
            long from,
            Duration silence,
            Runnable unchanged)
            throws SQLException {
        this.reading = reading;
        this.stream = reading.open(from);
        this.decoder = decoder;
        this.transactions = transactions;
        this.context = context;
        this.silenceNanosMax = silence.toNanos();
        this.received = from;
        this.durable = from;
        this.told = from;
        this.heardAt = context.nanos();
        this.toldAt = heardAt;
        this.polledAt = heardAt;
        this.watchedAt = heardAt;
        this.lagAt = heardAt;
        this.unchanged = unchanged;
    }

    @Override
    public @Nullable Batch poll(Duration wait) {
        Batch batch = next(wait);
        if (batch instanceof Batch.Rows rows) {
            transactions.add(rows.transaction());
        }
        return batch;
    }

    private @Nullable Batch next(Duration wait) {
        Batch batch = decoder.poll();
        if (batch != null) {
            told(batch);
            return batch;
        }
        if (closed) {
            throw lost("The stream is closed");
        }
        try {
            return waited(wait.toNanos());
        } catch (SQLException e) {
            throw PostgresErrors.of(e, "reading the stream");
        }
    }

    private @Nullable Batch waited(long waitNanos) throws SQLException {
        long start = context.nanos();
        if (start - polledAt > PING_NANOS) {
            // Nobody listened: the silence since then is ours.
            heardAt = start;
        }
        while (true) {
            byte[] message;
            while ((message = stream.next()) != null) {
                received = Math.max(received, stream.place(message));
                pingNanos = FIRST_PING_NANOS;
                decoder.message(message, stream.payload());
                Batch batch = decoder.poll();
                if (batch != null) {
                    noted(batch);
                    return batch;
                }
            }
            long now = context.nanos();
            polledAt = now;
            lagAt = now;
            Batch quiet = quiet();
            answer(now);
            if (stream.over()) {
                stream = reading.after(stream, told);
            }
            if (quiet != null) {
                return quiet;
            }
            if (decoder.idle()) {
                stream = reading.atRest(stream, told);
            }
            long left = waitNanos - (now - start);
            if (left <= 0) {
                return null;
            }
            pause(now, left);
        }
    }

    /** The place the server has come to, if it is further than what was told. */
    private @Nullable Batch quiet() {
        long heard = stream.heard();
        if (!decoder.idle() || Long.compareUnsigned(heard, told) <= 0) {
            return null;
        }
        received = Math.max(received, heard);
        told = heard;
        return new Batch.Quiet(PgLsn.position(heard));
    }

    /** Where it has come to with a batch: what reads on somewhere else must not tell it again. */
    private @Nullable Position told(Batch batch) {
        Position position =
                switch (batch) {
                    case Batch.Rows rows -> rows.position();
                    case Batch.Quiet(Position place) -> place;
                    case Batch.Truncated _, Batch.Relayout _ -> null;
                };
        if (position != null) {
            told = Math.max(told, PgLsn.of(position));
            received = Math.max(received, told);
        }
        return position;
    }

    /** While messages keep coming, the server still has to hear of us now and then. */
    private void noted(Batch batch) throws SQLException {
        Position position = told(batch);
        polledAt = context.nanos();
        answer(polledAt);
        if (decoder.idle() && position != null && polledAt - lagAt > LAG_NANOS) {
            lagAt = polledAt;
            stream = reading.faster(stream, told);
        }
    }

    private void answer(long now) throws SQLException {
        if (stream.anything()) {
            heardAt = now;
        }
        if (now - heardAt > silenceNanosMax) {
            throw lost("The server has been silent for " + (now - heardAt) / 1_000_000 + " ms");
        }
        if (now - watchedAt > WATCH_NANOS) {
            watchedAt = now;
            unchanged.run();
        }
        boolean ping = now - toldAt > pingNanos;
        if (ping) {
            pingNanos = Math.min(PING_NANOS, 2 * pingNanos);
        }
        if (ping || stream.asked()) {
            stream.tell(received, durable, context.wallMillis(), ping);
            toldAt = now;
        }
    }

    private void pause(long now, long left) throws SQLException {
        stream.await(Math.min(left, Math.max(0, pingNanos - (now - toldAt))));
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw lost("The thread was interrupted");
        }
    }

    @Override
    public boolean catchesUp() {
        return stream instanceof BulkRead;
    }

    @Override
    public void acknowledge(Position position) {
        long lsn = PgLsn.of(position);
        if (Long.compareUnsigned(lsn, durable) <= 0) {
            return;
        }
        durable = lsn;
        try {
            stream.tell(Math.max(received, lsn), durable, context.wallMillis(), false);
            toldAt = context.nanos();
        } catch (SQLException e) {
            throw PostgresErrors.of(e, "acknowledging");
        }
    }

    @Override
    public void close() {
        closed = true;
        stream.close();
        reading.close();
    }

    private static EndpointException lost(String message) {
        return new EndpointException(Kind.TRANSIENT, Code.CONNECTION_LOST, message);
    }
}
