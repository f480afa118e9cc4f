package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Context;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What several flows of one database share: the stream they follow, the thread that reads it, and
 * while more flows are taken in a second stream that asks for theirs too. Both tell everybody, so
 * either may end as soon as the other has come as far.
 *
 * <p>Safe for use by several threads. If it fails its followers are let go, and each reads on by
 * itself.
 */
final class Shared implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shared.class);

    /** While nothing comes the server is asked soon where it stands, then ever later. */
    private static final long FIRST_PING_NANOS = 25_000_000L;

    private static final long PING_NANOS_MAX = 10_000_000_000L;

    /** How often the server is told at least what it may forget. */
    private static final long TELL_NANOS = 1_000_000_000L;

    /** A server that is silent for longer is lost. */
    private static final long SILENCE_NANOS_MAX = 60_000_000_000L;

    /** How long it waits for one stream while it reads two. */
    private static final long TURN_NANOS = 2_000_000L;

    private final Context context;
    private final CopyOnWriteArrayList<Follower> followers = new CopyOnWriteArrayList<>();
    private volatile SharedStream current;
    private volatile @Nullable SharedStream next;
    private volatile long reached;
    private volatile long heardAt;
    private volatile boolean ended;
    private List<Follower> known = List.of();
    private long toldAt;
    private long pingedAt;
    private long pingNanos = FIRST_PING_NANOS;

    private Shared(Context context, SharedStream first) {
        this.context = context;
        this.current = first;
        this.reached = first.reached();
        this.heardAt = context.nanos();
        this.toldAt = heardAt;
        this.pingedAt = heardAt;
    }

    /** Begins to read; owns the stream from then on. */
    static Shared start(Context context, SharedStream first) {
        Shared shared = new Shared(context, first);
        Thread thread = context.threads().newThread(shared::run);
        thread.setName("shared-stream");
        thread.start();
        return shared;
    }

    /** Everything up to here was handed to all who follow. */
    long reached() {
        return reached;
    }

    /** When the server was heard last, by the context's clock. */
    long heardAt() {
        return heardAt;
    }

    /** Whether it reads no more. */
    boolean ended() {
        return ended;
    }

    /** Whether a further stream is being taken over. */
    boolean changing() {
        return next != null;
    }

    /** Whose publications it reads; those that will soon be read no more count. */
    boolean reads(String flow) {
        return reads(current, flow) || reads(next, flow);
    }

    private static boolean reads(@Nullable SharedStream stream, String flow) {
        return stream != null && stream.flows().contains(flow);
    }

    /** Whether a flow's publications will be read as long as nothing else is asked for. */
    boolean keeps(String flow) {
        SharedStream after = next;
        return reads(after == null ? current : after, flow);
    }

    /** Reads another stream from now on, which begins no later than this one has come. */
    void become(SharedStream other) {
        next = other;
        if (ended) {
            other.close();
        }
    }

    /**
     * A follower that is told what is committed from some moment on; where it begins is known from
     * then.
     */
    Follower follow(String flow, Collection<String> collections) {
        Follower follower = new Follower(this, flow, Set.copyOf(collections), context.room());
        followers.add(follower);
        if (ended) {
            follower.letGo();
        }
        return follower;
    }

    /** One follows no more. */
    void left(Follower follower) {
        followers.remove(follower);
    }

    private void run() {
        try {
            while (!ended) {
                turn();
            }
        } catch (SQLException | RuntimeException | Error e) {
            LOG.info("A stream that several flows share has ended: {}", e.getMessage());
            if (e instanceof Error error) {
                throw error;
            }
        } finally {
            close();
            closeAll();
        }
    }

    private void turn() throws SQLException {
        SharedStream now = current;
        SharedStream other = next;
        takeIn(now, other);
        boolean any = false;
        // So that whoever waits to be taken in does not wait for the end of a busy time.
        for (int i = 0; i < 1000 && now.transaction(); i++) {
            any = true;
            reached = Math.max(reached, now.reached());
        }
        reached = now.between() ? Math.max(reached, now.reached()) : reached;
        // Not before it was told who follows: what it hands to nobody is lost.
        if (other != null && other.followed()) {
            for (int i = 0; i < 1000 && other.transaction(); i++) {
                any = true;
            }
            if (other.between() && Long.compareUnsigned(other.reached(), reached) >= 0) {
                takeOver(now, other);
            }
        }
        answer(any);
        if (!any) {
            long pause = Math.max(0, pingNanos - (context.nanos() - pingedAt));
            current.await(Math.min(next == null ? pause : TURN_NANOS, TELL_NANOS));
        }
    }

    private void takeOver(SharedStream now, SharedStream other) {
        current = other;
        next = null;
        now.close();
        // First, or one whose tables are not asked for any more would hear that all was told.
        followers.stream()
                .filter(each -> now.flows().contains(each.flow()))
                .filter(each -> !other.flows().contains(each.flow()))
                .forEach(Follower::letGo);
        reached = other.reached();
    }

    /**
     * Those who came or went since; between two transactions. Who comes is told what follows the
     * place that the stream has reached, so that has to be a stream that asks for his tables.
     */
    private void takeIn(SharedStream now, @Nullable SharedStream other) {
        if (!now.between() || other != null && !other.between()) {
            return;
        }
        List<Follower> all =
                followers.stream().filter(each -> now.flows().contains(each.flow())).toList();
        if (!all.equals(known)) {
            all.stream().filter(each -> !known.contains(each)).forEach(e -> e.beginsAt(reached));
            known = all;
            now.followedBy(all);
        }
        if (other != null) {
            other.followedBy(all);
        }
    }

    private void answer(boolean any) throws SQLException {
        long time = context.nanos();
        SharedStream now = current;
        if (now.anything()) {
            heardAt = time;
        }
        if (time - heardAt > SILENCE_NANOS_MAX) {
            throw new SQLException("The server has been silent for a minute", "08006");
        }
        if (any) {
            pingNanos = FIRST_PING_NANOS;
            pingedAt = time;
        }
        boolean ping = time - pingedAt > pingNanos;
        if (ping) {
            pingNanos = Math.min(PING_NANOS_MAX, 2 * pingNanos);
            pingedAt = time;
        }
        if (ping || now.asked() || time - toldAt > TELL_NANOS) {
            now.tell(context.wallMillis(), ping);
            toldAt = time;
        }
        SharedStream other = next;
        if (other != null && other.asked()) {
            other.tell(context.wallMillis(), false);
        }
    }

    /** Reads no more; whoever follows is let go. */
    @Override
    public void close() {
        ended = true;
        followers.forEach(Follower::letGo);
    }

    private void closeAll() {
        current.close();
        SharedStream other = next;
        if (other != null) {
            other.close();
        }
        // One that was added meanwhile has seen that this has ended, or is seen here.
        followers.forEach(Follower::letGo);
    }
}
