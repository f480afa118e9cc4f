package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A table that is altered while it has rows. */
class MySqlEvolutionTest {
    private static final Layout BEFORE =
            layout(
                    "t",
                    field("id", new FieldType.Int(32)),
                    field("n", new FieldType.Int(16)),
                    field("d", new FieldType.Decimal(6, 2)),
                    field("s", new FieldType.Text(5)),
                    field("day", new FieldType.Date()));
    private static final Layout AFTER =
            layout(
                    "t",
                    field("id", new FieldType.Int(64)),
                    field("n", new FieldType.Text(null)),
                    field("d", new FieldType.Decimal(5, 4)),
                    field("s", new FieldType.Text(50)),
                    field("day", new FieldType.Timestamp()),
                    field("new", new FieldType.Json()));

    @Test
    void fieldsAreAddedAndWidenedAndNothingThatWasThereIsLost() throws Exception {
        try (Place place = new Place()) {
            place.made(BEFORE);
            place.sql(
                    "INSERT INTO t VALUES (1, 30000, 1234.56, 'abcde', '2026-01-02')",
                    "ALTER TABLE t ADD COLUMN old INT NOT NULL");

            List<Finding> notes = place.endpoint.evolve(AFTER);
            assertThat(notes)
                    .extracting(Finding::subject)
                    .containsExactlyInAnyOrder(
                            "t.id", "t.n", "t.d", "t.s", "t.day", "t.new", "t.old");
            assertThat(place.endpoint.evolve(AFTER)).as("again").isEmpty();
            assertThat(place.endpoint.agree(List.of(AFTER)))
                    .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
            assertThat(place.one("SELECT CONCAT_WS('|', id, HEX(n), d, HEX(s), day, old) FROM t"))
                    .isEqualTo("1|3330303030|1234.5600|6162636465|2026-01-02 00:00:00.000000|0");

            Row row =
                    Row.of(
                            Map.of(
                                    "id", whole(5_000_000_000L),
                                    "n", text("many"),
                                    "d", new Value.Decimal(new BigDecimal("1.2345")),
                                    "s", text("longer than five"),
                                    "new", new Value.Json("[1]")));
            assertThat(place.apply(store("t", row)).getFirst()).isInstanceOf(Outcome.Applied.class);
            assertThat(
                            place.one(
                                    "SELECT CONCAT_WS('|', d, LENGTH(n), LENGTH(s), LENGTH(new)) FROM t WHERE id > 1"))
                    .isEqualTo("1.2345|4|16|3");
        }
    }

    @Test
    void theKeyIsChangedOnlyIfTheRowsHaveIt() throws Exception {
        Layout other = new Layout("t", BEFORE.fields(), List.of("n"), List.of(), -1);
        try (Place place = new Place()) {
            place.made(BEFORE);
            place.sql("INSERT INTO t (id, n) VALUES (1, 1), (2, 1)");
            assertThatThrownBy(() -> place.endpoint.rekey(other))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.NOT_WIDENED));
            place.sql("UPDATE t SET n = id");
            place.endpoint.rekey(other);
            place.endpoint.rekey(other);
            assertThat(place.endpoint.catalog().find("t")).isNotNull();
            assertThat(place.endpoint.catalog().find("t").key()).containsExactly("n");
        }
    }
}
