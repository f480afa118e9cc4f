package io.syncline.connector.mysql;

import io.syncline.core.change.Change;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of a binary log into batches. Events in, batches out; knows no connection. Used
 * by one thread.
 *
 * <p>A transaction begins with its GTID and ends with its commit; its number is the place where it
 * begins, see {@link BinlogPlace#ordinal}. Its {@link Author} says whose it is.
 */
final class BinlogDecoder {
    /** A transaction larger than this is handed over in parts, so that memory stays bounded. */
    private static final long PART_BYTES_MAX = 4 << 20;

    /** About what a change costs beside its event's bytes. */
    private static final int CHANGE_BYTES = 500;

    private final Author author;
    private final ToldTables tables;
    private final String database;
    private final long server;
    private final Map<String, Gtids> after = new HashMap<>();
    private final Deque<Batch> ready = new ArrayDeque<>();
    private Gtids gtids;
    private String file;
    private long offset;
    private BinlogGroup group = BinlogGroup.NONE;
    private List<Change> changes = new ArrayList<>();
    private long bytes;
    private boolean parts;
    private long millis;

    /**
     * A decoder of one stream.
     *
     * @param replica the origin of changes that no flow of ours signed
     * @param database whose tables are read
     * @param from the place after which the stream begins
     * @param selection the collections to tell, and from where on; others are passed over
     */
    BinlogDecoder(
            ReplicaId replica,
            LoggedTables tables,
            String database,
            BinlogPlace from,
            Selection selection) {
        this.author = new Author(replica);
        this.tables = new ToldTables(tables, database, selection);
        this.database = database;
        this.server = from.server();
        this.gtids = from.gtids();
        this.file = from.file();
        this.offset = from.offset();
        selection.after().forEach((name, place) -> after.put(name, BinlogPlace.of(place).gtids()));
    }

    /** The next batch, or null if more events are needed. */
    @Nullable Batch poll() {
        return ready.pollFirst();
    }

    /** Whether nothing is held back: no batch waits and no transaction is open. */
    boolean idle() {
        return ready.isEmpty() && !group.open();
    }

    /**
     * Takes one event.
     *
     * @throws EndpointException of kind BUG for an event that cannot be understood, HISTORY_LOST
     *     for one that says that changes are not in the log
     */
    void event(BinlogEvent event) {
        try {
            understand(event);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw EventBytes.bad("The binary log cannot be understood: " + e.getMessage());
        }
    }

    private void understand(BinlogEvent event) {
        if (event.nextOffset() != 0 && event.placed()) {
            // Four bytes of a place in a file that may have become longer.
            long place = offset & ~0xffff_ffffL | event.nextOffset();
            offset = place < offset ? place + (1L << 32) : place;
        }
        EventBytes in = event.body();
        switch (event.type()) {
            case BinlogEvent.ROTATE -> rotate(in);
            case BinlogEvent.GTID -> begin(event, in);
            case BinlogEvent.QUERY -> statement(event, BinlogEvent.query(in, false));
            case BinlogEvent.QUERY_COMPRESSED -> statement(event, BinlogEvent.query(in, true));
            case BinlogEvent.TABLE_MAP -> tables.map(in, this::relayout);
            case BinlogEvent.COMMIT, BinlogEvent.XA_PREPARE -> end(event, true);
            case BinlogEvent.INCIDENT ->
                    throw lost(
                            Code.LOG_INCOMPLETE,
                            "The source noted an incident in its binary log: changes may be"
                                    + " missing in it");
            default -> {
                LoggedRows.Kind kind = event.rows();
                if (kind != null) {
                    rows(event, event.plain(), kind);
                } else if (!event.passedOver()) {
                    throw EventBytes.bad(
                            "The binary log has an event of the unknown kind " + event.type());
                }
            }
        }
    }

    private void rotate(EventBytes in) {
        offset = in.whole(8);
        file = in.text(in.left());
        // Numbers of tables are a server run's own.
        tables.renumbered();
    }

    private void begin(BinlogEvent event, EventBytes in) {
        long sequence = in.whole(8);
        long domain = in.whole(4);
        int flags = (int) in.whole(1);
        long last = gtids.sequence(domain);
        if (sequence <= last) {
            throw lost(
                    Code.GTID_ORDER,
                    "The transaction %d-%d-%d follows number %d of its domain"
                            .formatted(domain, event.server(), sequence, last));
        }
        group =
                new BinlogGroup(
                        domain,
                        event.server(),
                        sequence,
                        BinlogPlace.ordinal(file, Math.max(0, offset - event.length())),
                        flags);
        parts = false;
        millis = event.millis();
        author.begin(millis);
    }

    private void statement(BinlogEvent event, BinlogEvent.Query query) {
        LoggedStatement said = LoggedStatement.read(query.sql(), query.database(), database);
        switch (said) {
            case LoggedStatement.End(boolean kept) -> {
                end(event, kept);
                return;
            }
            case LoggedStatement.TakenBack _ -> {
                if (parts || !changes.isEmpty()) {
                    throw lost(
                            Code.LOG_INCOMPLETE,
                            "A transaction of the source took a part of its changes back after"
                                    + " they were logged");
                }
            }
            case LoggedStatement.Emptied(List<String> names) -> emptied(names);
            case LoggedStatement.Redefined _ -> tables.redefined(this::relayout);
            case LoggedStatement.Replaced(List<String> names, String how) -> replaced(names, how);
            case LoggedStatement.Unlogged _ ->
                    throw lost(
                            Code.LOG_INCOMPLETE,
                            "A session of the source logged a statement and not the rows it wrote");
            case LoggedStatement.Other _ -> {}
        }
        if (group.alone()) {
            end(event, true);
        }
    }

    private void emptied(List<String> names) {
        List<String> collections =
                names.stream().filter(tables::wants).filter(this::tells).toList();
        if (!collections.isEmpty()) {
            part();
            parts = true;
            ready.add(new Batch.Truncated(collections, group.ordinal()));
        }
    }

    private void replaced(List<String> names, String how) {
        tables.renumbered();
        for (String name : names) {
            if (tables.wants(name) && tells(name)) {
                throw lost(
                        Code.TABLE_REPLACED,
                        "The table " + name + " is not the one that was copied: " + how);
            }
        }
        if (names.isEmpty()) {
            throw lost(Code.TABLE_REPLACED, "The tables of " + database + " are gone: " + how);
        }
    }

    private void relayout(Layout layout) {
        part();
        ready.add(new Batch.Relayout(layout));
    }

    private void rows(BinlogEvent event, EventBytes in, LoggedRows.Kind kind) {
        long number = in.whole(6);
        in.skip(2);
        if (event.second()) {
            in.skip(Math.max(0, in.whole(2) - 2));
        }
        LoggedTable table = tables.numbered(number);
        if (table != null && Author.signs(table)) {
            author.signed(table, kind, in);
            return;
        }
        if (table == null || !tells(table.layout().collection())) {
            return;
        }
        if (group.prepared()) {
            throw new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.XA_TRANSACTION,
                    "A two-phase transaction wrote to "
                            + table.layout().collection()
                            + ", and nobody knows yet whether it will be committed");
        }
        int[] last = {in.at()};
        new LoggedRows(table, kind, author::version)
                .read(
                        in,
                        change -> {
                            changes.add(change);
                            bytes += in.at() - last[0] + CHANGE_BYTES;
                            last[0] = in.at();
                            if (bytes >= PART_BYTES_MAX) {
                                part();
                            }
                        });
    }

    private boolean tells(String collection) {
        Gtids place = after.get(collection);
        return place == null || place.sequence(group.domain()) < group.sequence();
    }

    /** Hands over what there is of an open transaction, which then goes on. */
    private void part() {
        if (!changes.isEmpty()) {
            parts = true;
            ready.add(new Batch.Rows(changes, group.ordinal(), null, millis, bytes));
            changes = new ArrayList<>();
            bytes = 0;
        }
    }

    private void end(BinlogEvent event, boolean kept) {
        if (!group.open()) {
            return;
        }
        if (!kept) {
            if (parts) {
                throw lost(
                        Code.LOG_INCOMPLETE,
                        "A large transaction of the source was taken back after it was logged");
            }
            changes = new ArrayList<>();
            bytes = 0;
        }
        gtids = gtids.with(group.domain(), group.server(), group.sequence());
        Position position = new BinlogPlace(gtids, server, file, offset).position();
        if (parts || !changes.isEmpty()) {
            ready.add(new Batch.Rows(changes, group.ordinal(), position, event.millis(), bytes));
            changes = new ArrayList<>();
            bytes = 0;
        } else {
            ready.add(new Batch.Quiet(position));
        }
        group = BinlogGroup.NONE;
        parts = false;
    }

    private static EndpointException lost(Code code, String message) {
        return new EndpointException(Kind.HISTORY_LOST, code, message);
    }
}
