package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

class MySqlHistoryTest {
    @Test
    void aPlaceThatIsNotInTheHistoryIsFoundBeforeAnythingIsRead() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int primary key)");
            Selection selection = new Selection("test", List.of("t"));
            BinlogPlace now = BinlogPlace.of(place.endpoint.prepare(selection));
            var last = now.gtids().last().entrySet().iterator().next();
            BinlogPlace ahead =
                    new BinlogPlace(
                            now.gtids().with(last.getKey(), 1, last.getValue().sequence() + 1000),
                            now.server(),
                            now.file(),
                            now.offset());
            BinlogPlace other =
                    new BinlogPlace(
                            now.gtids().with(last.getKey(), 55, last.getValue().sequence()),
                            now.server(),
                            now.file(),
                            now.offset());
            BinlogPlace elsewhere =
                    new BinlogPlace(now.gtids(), now.server(), now.file(), now.offset() - 1);
            for (BinlogPlace wrong : List.of(ahead, other, elsewhere)) {
                assertThatThrownBy(() -> place.endpoint.read(wrong.position(), selection))
                        .isInstanceOfSatisfying(
                                EndpointException.class,
                                e -> {
                                    assertThat(e.kind())
                                            .isEqualTo(EndpointException.Kind.HISTORY_LOST);
                                    assertThat(e.code()).isEqualTo(Code.FOREIGN_HISTORY);
                                });
            }
            BinlogPlace promoted = new BinlogPlace(other.gtids(), 99, now.file(), now.offset());
            try (Told told = new Told(place, selection)) {
                told.reopen(promoted.position());
                place.sql("insert into t values (1)");
                assertThat(told.failure().code()).isEqualTo(Code.FOREIGN_HISTORY);
            }
        }
    }
}
