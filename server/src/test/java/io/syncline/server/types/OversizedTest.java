package io.syncline.server.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.engine.sync.Parked;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows larger than MariaDB takes in one statement: the test's server takes 16 MiB. */
class OversizedTest {
    private static final String TOO_LARGE = "repeat('0123456789', 1700000)";
    private static final String ROWS =
            "select concat(id, ''), length(t), length(b) from large order by id";

    @Test
    void aRowAboveThePacketLimitIsAnnouncedParkedAndSettles() throws Exception {
        try (Places places = new Places()) {
            places.source(
                    "create table large (id integer primary key, t text, b bytea)",
                    "create table arrived (id serial primary key)",
                    "insert into large values (1, 'small', ''), (2, " + TOO_LARGE + ", null)");
            List<Finding> findings =
                    places.engine.check(places.definition(List.of(Side.MARIA))).findings();
            assertThat(findings)
                    .filteredOn(each -> each.code() == Code.PACKET_LIMIT)
                    .extracting(Finding::subject)
                    .containsExactlyInAnyOrder("large.t", "large.b");
            places.engine.configure(places.definition(List.of(Side.values())));
            places.awaitStreaming();
            places.source(
                    "insert into large values (3, null, convert_to(" + TOO_LARGE + ", 'UTF8'))",
                    "insert into large values (4, repeat('x', 4000000), null)");
            places.awaitCaughtUp();
            assertThat(places.parked(Side.POSTGRES)).isEmpty();
            assertThat(places.at(Side.POSTGRES, ROWS)).isEqualTo(places.atSource(ROWS));
            assertThat(places.parked(Side.MARIA))
                    .extracting(Parked::code)
                    .containsExactly(Code.UNREPRESENTABLE, Code.UNREPRESENTABLE);
            assertThat(places.at(Side.MARIA, ROWS)).containsOnlyKeys("1", "4");
            places.source("update large set t = 'fits', b = 'fits' where id in (2, 3)");
            places.awaitCaughtUp();
            assertThat(places.parked(Side.MARIA)).isEmpty();
            assertThat(places.at(Side.MARIA, ROWS)).isEqualTo(places.atSource(ROWS));
        }
    }
}
