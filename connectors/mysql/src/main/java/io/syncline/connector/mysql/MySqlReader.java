package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An open stream of one flow over the binary log. The server is asked to say now and then that it
 * lives: after two silences it is taken for dead. It keeps its log as long as it was told to keep
 * it, whoever reads; so nothing is acknowledged.
 */
final class MySqlReader implements Reader {
    private static final long SILENCE_NANOS_MAX = 2 * BinlogStream.HEARTBEAT.toNanos();

    private final BinlogStream stream;
    private final BinlogDecoder decoder;
    private final Context context;
    private long heardAt;
    private long polledAt;
    private boolean closed;

    MySqlReader(BinlogStream stream, BinlogDecoder decoder, Context context) {
        this.stream = stream;
        this.decoder = decoder;
        this.context = context;
        this.heardAt = context.nanos();
        this.polledAt = heardAt;
    }

    @Override
    public @Nullable Batch poll(Duration wait) {
        Batch batch = decoder.poll();
        if (batch != null) {
            return batch;
        }
        if (closed) {
            throw lost("The stream is closed");
        }
        long start = context.nanos();
        if (start - polledAt > SILENCE_NANOS_MAX) {
            // Nobody listened: the silence since then is ours.
            heardAt = start;
        }
        long now = start;
        while (batch == null) {
            long left = Math.max(0, wait.toNanos() - (now - start));
            BinlogEvent event = stream.next(left);
            now = context.nanos();
            polledAt = now;
            if (event == null) {
                silence(now);
                if (left == 0) {
                    return null;
                }
                continue;
            }
            heardAt = now;
            decoder.event(event);
            batch = decoder.poll();
        }
        return batch;
    }

    private void silence(long now) {
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw lost("The thread was interrupted");
        }
        if (now - heardAt > SILENCE_NANOS_MAX) {
            throw lost("The server has been silent for " + (now - heardAt) / 1_000_000 + " ms");
        }
    }

    @Override
    public void acknowledge(Position position) {}

    @Override
    public void close() {
        closed = true;
        stream.close();
    }

    private static EndpointException lost(String message) {
        return new EndpointException(Kind.TRANSIENT, Code.CONNECTION_LOST, message);
    }
}
