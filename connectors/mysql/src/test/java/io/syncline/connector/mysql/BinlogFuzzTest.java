package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the log's bytes, they are read or refused: nothing else happens. */
class BinlogFuzzTest {
    private static final int HEADER = 19;

    /** A real log of every type, without its sums, and the tables it is of. */
    private record Log(
            String database, List<byte[]> events, Map<String, Table> tables, BinlogPlace from) {
        static Log of(Place place) throws Exception {
            MySqlSourceValuesTest.columns(place);
            BinlogPlace from =
                    BinlogPlace.of(place.endpoint.prepare(new Selection("fuzz", List.of("t"))));
            List<String> sql = new ArrayList<>(MySqlSourceValuesTest.inserts());
            sql.addAll(
                    List.of(
                            "update t set id = id + 1000000 where id < 500",
                            "set binlog_row_image = MINIMAL",
                            "update t set last = last + 1, c3 = null where id < 900",
                            "delete from t where id < 1500",
                            "create table `other` (`id` int primary key)",
                            "set global log_bin_compress = 1, global log_bin_compress_min_len = 16",
                            "update t set c35 = repeat('y', 2000) where id between 1500 and 3000",
                            "create table many (id int primary key, v varchar(20) default 'aaaaaaaaaa')",
                            "set global log_bin_compress = 0",
                            "truncate table t"));
            place.sql(sql.toArray(String[]::new));
            Map<String, Table> tables;
            try (var connection = place.database.connect()) {
                tables = TableReader.read(connection);
            }
            BinlogPlace head = BinlogPlace.of(place.endpoint.head());
            List<byte[]> events = new ArrayList<>();
            try (Pool pool = new Pool(place.address, place.context);
                    BinlogStream stream = BinlogStream.open(pool, from.gtids(), 0x7fff_0001L)) {
                BinlogEvent event;
                do {
                    event = stream.next(5_000_000_000L);
                    assertThat(event).isNotNull();
                    int begin = event.start() - HEADER;
                    events.add(Arrays.copyOfRange(event.bytes(), begin, event.end()));
                } while (event.nextOffset() < head.offset()
                        || event.type() == BinlogEvent.ROTATE
                        || event.type() == BinlogEvent.FORMAT);
            }
            return new Log(place.database.name(), events, tables, from);
        }
    }

    private static byte[] sized(byte[] event) {
        byte[] sized = event.clone();
        for (int i = 0; i < 4; i++) {
            sized[9 + i] = (byte) (sized.length >> 8 * i);
        }
        return sized;
    }

    /** Reads events, all batches and all values; how many changes there were. */
    private static int read(Log log, List<byte[]> events) {
        BinlogDecoder decoder =
                new BinlogDecoder(
                        new ReplicaId("fuzz"),
                        new LoggedTables(log::tables),
                        log.database(),
                        log.from(),
                        new Selection("fuzz", List.of("t")));
        int changes = 0;
        for (byte[] event : events) {
            decoder.event(BinlogEvent.read(sized(event), 0, false));
            for (Batch batch = decoder.poll(); batch != null; batch = decoder.poll()) {
                if (batch instanceof Batch.Rows rows) {
                    for (Change change : rows.changes()) {
                        look(change.before().row());
                        look(change.after().row());
                        changes++;
                    }
                }
            }
        }
        return changes;
    }

    private static void look(@Nullable Row row) {
        for (int i = 0; row != null && i < row.header().size(); i++) {
            assertThat(row.at(i)).isNotNull();
        }
    }

    /** The log's transactions, each with its events behind their lengths, two bytes. */
    private static List<byte[]> groups(List<byte[]> events) {
        List<byte[]> groups = new ArrayList<>();
        ByteArrayOutputStream group = new ByteArrayOutputStream();
        for (byte[] event : events) {
            if (event[4] == (byte) BinlogEvent.GTID && group.size() > 0) {
                groups.add(group.toByteArray());
                group.reset();
            }
            if (event.length < 1 << 16) {
                group.write(event.length >> 8);
                group.write(event.length);
                group.writeBytes(event);
            }
        }
        groups.add(group.toByteArray());
        return groups;
    }

    /** Whether the events are read; their frames are not what is tested. */
    private static boolean taken(Log log, byte[] input) {
        List<byte[]> events = new ArrayList<>();
        for (int at = 0; at + 2 <= input.length; ) {
            int length = (input[at] & 0xff) << 8 | input[at + 1] & 0xff;
            int end = Math.min(input.length, at + 2 + Math.max(length, HEADER));
            byte[] event = Arrays.copyOfRange(input, at + 2, end);
            if (event.length >= HEADER) {
                events.add(event);
            }
            at = end;
        }
        try {
            read(log, events);
            return true;
        } catch (EndpointException e) {
            return false;
        }
    }

    @Test
    void aBrokenLogIsRefusedAndNothingElse() throws Exception {
        try (Place place = new Place()) {
            Log log = Log.of(place);
            List<byte[]> whole = log.events();
            assertThat(read(log, whole)).isGreaterThan(200);
            assertThat(whole)
                    .extracting(event -> event[4] & 0xff)
                    .contains(BinlogEvent.QUERY_COMPRESSED, BinlogEvent.UPDATE_COMPRESSED);
            Fuzz.Tally tally =
                    Fuzz.bytes("binlog", groups(whole), List.of(), input -> taken(log, input));
            assertThat(tally.taken()).isBetween(tally.inputs() / 100, tally.inputs() * 99 / 100);
        }
    }
}
