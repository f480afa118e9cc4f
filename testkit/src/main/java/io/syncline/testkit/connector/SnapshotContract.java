package io.syncline.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a source has to do whose rows can be copied, looked up and compared. */
public interface SnapshotContract extends GroundUnderTest {
    private void table(int rows) throws Exception {
        ground().sql("create table t (id int primary key, v varchar(20))");
        StringBuilder insert = new StringBuilder("insert into t values (1, 'v1')");
        for (int i = 2; i <= rows; i++) {
            insert.append(",(").append(i).append(",'v").append(i).append("')");
        }
        ground().sql(insert.toString());
    }

    private Snapshots snapshots() {
        return (Snapshots) ground().endpoint();
    }

    private RowId id(long key) {
        return RowId.of(ground().named("t"), new Value.Int(key));
    }

    /** Every row is in one part, and a part's end can be gone on from by another process. */
    @Test
    default void thePartsOfACopyAreTheTable() throws Exception {
        table(300);
        List<Row> rows = new ArrayList<>();
        SnapshotPosition next = null;
        int parts = 0;
        do {
            Snapshots each =
                    parts++ % 2 == 0 ? snapshots() : (Snapshots) ground().another(Map.of());
            Chunk chunk = each.chunk(ground().named("t"), null, next, 90);
            rows.addAll(chunk.rows());
            next = chunk.next() == null ? null : new SnapshotPosition(chunk.next().token());
        } while (next != null);
        assertThat(rows).hasSize(300);
        Set<Row> scanned = new HashSet<>();
        Layout layout =
                Objects.requireNonNull(ground().endpoint().catalog().find(ground().named("t")));
        try (Scan.Rows scan = ((Scan) ground().endpoint()).scan(layout)) {
            for (Row row = scan.next(); row != null; row = scan.next()) {
                scanned.add(row);
            }
        }
        assertThat(new HashSet<>(rows)).isEqualTo(scanned).hasSize(300);
    }

    /** A part sees what was committed before it and nothing that came later. */
    @Test
    default void aPartSaysWhichTransactionsItShows() throws Exception {
        table(3);
        Selection selection = ground().prepared("t");
        Position first = ground().source().prepare(selection);
        try (Reader reader = ground().source().read(first, selection)) {
            ground().sql("update t set v = 'before' where id = 1");
            Chunk chunk = snapshots().chunk(ground().named("t"), null, null, 100);
            ground().sql("update t set v = 'after' where id = 1");
            List<Batch.Rows> told = new ArrayList<>();
            Position last = first;
            for (Batch batch : ground().drain(reader)) {
                if (batch instanceof Batch.Rows rows) {
                    told.add(rows);
                    last = Objects.requireNonNull(rows.position());
                }
            }
            assertThat(told).hasSize(2);
            assertThat(chunk.view().sees(told.get(0).transaction())).isTrue();
            assertThat(chunk.view().sees(told.get(1).transaction())).isFalse();
            assertThat(chunk.rows())
                    .contains(Ground.changes(List.copyOf(told)).getFirst().after().row());
            assertThat(ground().source().covers(last, chunk.until())).isTrue();
        }
    }

    /** A look-up answers in the order of its ids, with tokens that change with their rows. */
    @Test
    default void rowsAreFoundByTheirKeys() throws Exception {
        table(5);
        Lookup lookup = (Lookup) ground().endpoint();
        List<RowId> ids = List.of(id(4), id(77), id(2), id(4));
        List<Found> found = lookup.current(ids, ground().source().head());
        assertThat(found).allMatch(each -> each instanceof Found.Seen);
        List<Found.Seen> seen = found.stream().map(each -> (Found.Seen) each).toList();
        assertThat(Ground.field(seen.get(0).image(), "v")).isEqualTo(new Value.Text("v4"));
        assertThat(seen.get(1).image()).isEqualTo(Image.absent());
        assertThat(Ground.field(seen.get(2).image(), "v")).isEqualTo(new Value.Text("v2"));
        assertThat(seen.get(3)).isEqualTo(seen.get(0));
        ground().sql("update t set v = 'new' where id = 4");
        List<Found> later = lookup.current(ids, ground().source().head());
        assertThat(((Found.Seen) later.get(0)).token()).isNotEqualTo(seen.get(0).token());
        assertThat(later.get(2)).isEqualTo(seen.get(2));
    }
}
