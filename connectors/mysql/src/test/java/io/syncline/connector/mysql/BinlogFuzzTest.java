package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the log's bytes, they are read or refused: nothing else happens. */
class BinlogFuzzTest {
    private static final int LOGS = 8_000;
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

    private static byte[] broken(byte[] event, Random random) {
        byte[] broken = event.clone();
        for (int edits = 1 + random.nextInt(4); edits > 0 && broken.length > HEADER; edits--) {
            int at = HEADER + random.nextInt(broken.length - HEADER);
            switch (random.nextInt(4)) {
                case 0 -> broken[at] = (byte) random.nextInt(256);
                case 1 -> broken[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> broken = Arrays.copyOf(broken, at);
                default -> broken[at] = (byte) 0xff;
            }
        }
        if (random.nextInt(20) == 0) {
            broken[4] = (byte) random.nextInt(256);
        }
        return broken;
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

    @Test
    void aBrokenLogIsRefusedAndNothingElse() throws Exception {
        try (Place place = new Place()) {
            Log log = Log.of(place);
            List<byte[]> whole = log.events();
            assertThat(read(log, whole)).isGreaterThan(200);
            assertThat(whole)
                    .extracting(event -> event[4] & 0xff)
                    .contains(BinlogEvent.QUERY_COMPRESSED, BinlogEvent.UPDATE_COMPRESSED);
            Random random = new Random(12);
            int refused = 0;
            for (int i = 0; i < LOGS; i++) {
                int from = random.nextInt(whole.size());
                while (from > 0 && whole.get(from)[4] != (byte) BinlogEvent.GTID) {
                    from--;
                }
                List<byte[]> part = new ArrayList<>();
                int end = Math.min(whole.size(), from + 1 + random.nextInt(8));
                int bad = from + random.nextInt(end - from);
                for (int j = from; j < end; j++) {
                    part.add(j == bad ? broken(whole.get(j), random) : whole.get(j));
                }
                try {
                    read(log, part);
                } catch (EndpointException e) {
                    refused++;
                }
            }
            assertThat(refused).isBetween(LOGS / 20, LOGS - LOGS / 20);
        }
    }
}
