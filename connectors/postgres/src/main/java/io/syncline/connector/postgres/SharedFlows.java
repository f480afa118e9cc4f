package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows of one database whose readers are open here. Once enough of them have come to the end
 * of the log, it has them follow one stream, and lets their own slots go on meanwhile, which costs
 * the server a tenth of a stream. It takes in who comes later.
 *
 * <p>Safe for use by several threads; a thread of its own does the work.
 */
final class SharedFlows {
    private static final Logger LOG = LoggerFactory.getLogger(SharedFlows.class);

    private static final Duration TICK = Duration.ofMillis(250);

    /** How long further flows wait, so that many are taken in at once. */
    private static final long TAKE_IN_NANOS = 3_000_000_000L;

    /** How long one that could not keep up, or a server that did not let us, is left alone. */
    private static final long AGAIN_NANOS = 20_000_000_000L;

    private final Context context;
    private final boolean binary;
    private final int least;
    private final List<SharedMember> members = new CopyOnWriteArrayList<>();
    private @Nullable Shared shared;
    private boolean keeping;
    private long openAt;

    /**
     * @param binary whether their streams are
     * @param least so many make it worth while, at least 2
     */
    SharedFlows(Context context, boolean binary, int least) {
        this.context = context;
        this.binary = binary;
        this.least = least;
        this.openAt = context.nanos();
    }

    /** A flow's reader is open. */
    SharedMember enter(PostgresConnections connections, Selection selection) {
        SharedMember member = new SharedMember(this, connections, selection, context);
        synchronized (this) {
            members.add(member);
            if (!keeping && members.size() >= least) {
                keeping = true;
                Thread thread = context.threads().newThread(this::keep);
                thread.setName("shared-flows");
                thread.start();
            }
        }
        return member;
    }

    /** A flow's reader is closed. */
    synchronized void left(SharedMember member) {
        members.remove(member);
    }

    /** A flow's publications will tell something else, or nothing; nobody must read them along. */
    synchronized void without(String flow) {
        Shared now = shared;
        if (now != null && now.reads(flow)) {
            now.close();
        }
    }

    private void keep() {
        try {
            while (enough()) {
                try {
                    tick();
                    context.sleep(TICK);
                } catch (SQLException | EndpointException e) {
                    LOG.info("Several flows go on reading a stream each: {}", e.getMessage());
                    openAt = context.nanos() + AGAIN_NANOS;
                }
            }
        } finally {
            // Whatever it was: without us nobody would let the followers' slots go on.
            end();
        }
    }

    /** Whether there are flows left; if not, the next ones begin anew. */
    private synchronized boolean enough() {
        keeping = members.size() >= 2 && !Thread.currentThread().isInterrupted();
        return keeping;
    }

    private synchronized void end() {
        Shared now = shared;
        shared = null;
        if (now != null) {
            now.close();
        }
    }

    private synchronized @Nullable Shared living() {
        if (shared != null && shared.ended()) {
            shared = null;
            openAt = Math.max(openAt, context.nanos() + TAKE_IN_NANOS);
        }
        return shared;
    }

    private void tick() throws SQLException {
        Shared now = living();
        boolean more = false;
        List<SharedMember> willing = new ArrayList<>();
        for (SharedMember member : members) {
            if (member.willing(AGAIN_NANOS)) {
                willing.add(member);
                if (now != null && now.keeps(member.flow())) {
                    member.follow(now);
                } else {
                    more = true;
                }
            }
        }
        if (willing.size() < 2 || now == null && willing.size() < least) {
            end();
            return;
        }
        if (more && (now == null || !now.changing()) && context.nanos() - openAt >= 0) {
            openAt = context.nanos() + TAKE_IN_NANOS;
            open(now, willing);
        }
        members.forEach(SharedMember::advance);
    }

    private void open(@Nullable Shared now, List<SharedMember> willing) throws SQLException {
        Set<String> unfit = unfit(willing);
        willing.stream().filter(each -> unfit.contains(each.flow())).forEach(SharedMember::refuse);
        List<SharedMember> flows =
                willing.stream().filter(each -> !unfit.contains(each.flow())).toList();
        if (flows.size() < (now == null ? least : 2)) {
            return;
        }
        List<SharedMember.Confirmed> slots = SharedMember.confirmed(flows);
        if (slots.isEmpty()) {
            return;
        }
        Comparator<SharedMember.Confirmed> order =
                Comparator.comparing(SharedMember.Confirmed::place, Long::compareUnsigned);
        // Where there are followers already, none of them must miss anything.
        SharedMember.Confirmed copied =
                now == null
                        ? slots.stream().max(order).orElseThrow()
                        : slots.stream().min(order).orElseThrow();
        SharedMember.Copy copy = copied.member().copy();
        long from = now == null ? copy.place() : now.reached();
        // By the copy's own place: the slot may have gone on while it was made.
        if (Long.compareUnsigned(from, copy.place()) < 0) {
            copy.close();
            return;
        }
        SharedStream stream =
                new SharedStream(
                        SharedMember.stream(copy, flows, from, binary),
                        flows.stream().map(SharedMember::flow).collect(Collectors.toSet()),
                        from);
        synchronized (this) {
            if (shared == null) {
                shared = Shared.start(context, stream);
            } else {
                shared.become(stream);
            }
        }
        LOG.info("{} flows read one stream", flows.size());
    }

    /**
     * Those beside whose publications others would be told otherwise: of a table that is made a
     * partition the rows become those of its root, if that is published; and of a table that one
     * tells updates of and another does not, both would.
     */
    private static Set<String> unfit(List<SharedMember> flows) {
        String sql =
                "WITH t AS (SELECT p.pubname, c.oid, g.pubupdate,"
                        + " c.relispartition OR c.relkind = 'p' AS parted"
                        + " FROM pg_publication_tables p JOIN pg_publication g USING (pubname)"
                        + " JOIN pg_namespace n ON n.nspname = p.schemaname"
                        + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename"
                        + " WHERE p.pubname = ANY (?))"
                        + " SELECT pubname FROM t WHERE parted OR EXISTS (SELECT FROM t u WHERE"
                        + " u.oid = t.oid AND u.pubupdate <> t.pubupdate)";
        return flows.getFirst()
                .connections()
                .call(
                        "looking at what flows share",
                        connection -> {
                            Set<String> names = names(connection, sql, flows);
                            return flows.stream()
                                    .filter(
                                            each ->
                                                    each.publications().stream()
                                                            .anyMatch(names::contains))
                                    .map(SharedMember::flow)
                                    .collect(Collectors.toSet());
                        });
    }

    private static Set<String> names(Connection connection, String sql, List<SharedMember> flows)
            throws SQLException {
        Set<String> names = new HashSet<>();
        try (var statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            flows.stream()
                                    .flatMap(each -> each.publications().stream())
                                    .toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }
}
