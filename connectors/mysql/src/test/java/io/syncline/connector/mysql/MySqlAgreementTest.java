package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MySqlAgreementTest {
    private static List<String> told(List<Finding> findings) {
        return findings.stream()
                .map(each -> each.severity() + " " + each.code() + " " + each.subject())
                .toList();
    }

    @Test
    void everythingThatDoesNotFitIsToldAtOnce() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "CREATE TABLE other (id int PRIMARY KEY)",
                    "CREATE TABLE misfit (id varchar(20) CHARACTER SET utf8mb4 COLLATE"
                            + " utf8mb4_general_ci PRIMARY KEY, small smallint, wrong int,"
                            + " needed int NOT NULL, counted int NOT NULL AUTO_INCREMENT UNIQUE,"
                            + " other int, FOREIGN KEY fk (other) REFERENCES other (id),"
                            + " loose text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)",
                    "CREATE TRIGGER business BEFORE INSERT ON misfit FOR EACH ROW SET NEW.small=1");
            Layout layout =
                    layout(
                            "misfit",
                            field("id", new FieldType.Text(20)),
                            field("small", new FieldType.Int(32)),
                            field("wrong", new FieldType.Text(null)),
                            field("absent", new FieldType.Bool()),
                            field("loose", new FieldType.Text(null)));

            assertThat(told(place.endpoint.agree(List.of(layout))))
                    .contains(
                            "ERROR LAYOUT_MISMATCH misfit.id",
                            "WARNING NARROWER_TYPE misfit.small",
                            "ERROR LAYOUT_MISMATCH misfit.wrong",
                            "ERROR LAYOUT_MISMATCH misfit.absent",
                            "ERROR LAYOUT_MISMATCH misfit.needed",
                            "WARNING LAYOUT_MISMATCH misfit.loose",
                            "WARNING PACKET_LIMIT misfit.loose",
                            "WARNING TARGET_SEQUENCE misfit.counted",
                            "WARNING TARGET_TRIGGER misfit",
                            "WARNING TARGET_FOREIGN_KEY misfit");
        }
    }

    @Test
    void aKeyOfUnboundedTextNeedsALength() throws Exception {
        Layout layout =
                new Layout(
                        "texts",
                        List.of(
                                field("id", new FieldType.Text(null)),
                                field("u", new FieldType.Text(null))),
                        List.of("id"),
                        List.of(new Layout.Index(List.of("u"), true)),
                        -1);
        try (Place place = new Place()) {
            assertThat(told(place.endpoint.agree(List.of(layout))))
                    .contains("ERROR UNBOUNDED_KEY texts.id", "WARNING LAYOUT_MISMATCH texts");
        }
        try (Place place = new Place(Map.of("key_text_length", "191"))) {
            assertThat(place.endpoint.agree(List.of(layout)))
                    .noneMatch(each -> each.severity() == Finding.Severity.ERROR);
            place.endpoint.create(layout);
            place.endpoint.create(layout);
            assertThat(
                            place.one(
                                    "SELECT column_type FROM information_schema.columns WHERE"
                                            + " table_schema = DATABASE() AND column_name = 'id'"))
                    .isEqualTo("varchar(191)");
        }
    }

    @Test
    void typesWithValuesThatDoNotFitAreAnnouncedAndOthersAreNot() throws Exception {
        Layout layout =
                layout(
                        "typed",
                        field("id", new FieldType.Int(64)),
                        field("b", new FieldType.Bool()),
                        field("u", new FieldType.Uuid()),
                        field("t", new FieldType.Text(20)),
                        field("n", new FieldType.Decimal(null, null)),
                        field("r", new FieldType.Real(64)),
                        field("d", new FieldType.Date()),
                        field("i", new FieldType.Instant()),
                        field("o", new FieldType.Other("interval")));
        try (Place place = new Place()) {
            assertThat(told(place.endpoint.agree(List.of(layout))))
                    .containsExactly(
                            "WARNING NARROWER_TYPE typed.n",
                            "WARNING NARROWER_TYPE typed.r",
                            "WARNING NARROWER_TYPE typed.d",
                            "WARNING NARROWER_TYPE typed.i",
                            "WARNING TYPE_AS_TEXT typed.o",
                            "WARNING PACKET_LIMIT typed.o");
        }
    }

    @Test
    void whatWasMadeFitsAndTheCatalogShowsIt() throws Exception {
        Layout layout =
                new Layout(
                        "made",
                        List.of(
                                field("id", new FieldType.Int(64)),
                                field("t", new FieldType.Text(40)),
                                field("j", new FieldType.Json()),
                                field("d", new FieldType.Decimal(12, 3))),
                        List.of("id"),
                        List.of(
                                new Layout.Index(List.of("t"), true),
                                new Layout.Index(List.of("j"), false)),
                        -1);
        try (Place place = new Place()) {
            List<Finding> before = place.endpoint.agree(List.of(layout));
            place.endpoint.create(layout);
            assertThat(place.endpoint.agree(List.of(layout))).isEqualTo(before);
            Layout found = place.endpoint.catalog().find("made");
            assertThat(found.fields()).isEqualTo(layout.fields());
            assertThat(found.key()).isEqualTo(layout.key());
            assertThat(found.indexes()).containsExactlyInAnyOrderElementsOf(layout.indexes());
        }
    }

    @Test
    void namesOfOtherSchemasTakeTheSchemaAlong() throws Exception {
        try (Place place = new Place()) {
            assertThat(place.endpoint.localName("public.orders")).isEqualTo("orders");
            assertThat(place.endpoint.localName("shop.orders")).isEqualTo("shop_orders");
            assertThat(place.endpoint.localName("orders")).isEqualTo("orders");
        }
    }

    @Test
    void anEndpointThatIsDownSaysSoWithoutItsPassword() throws Exception {
        try (Place place = new Place()) {
            assertThat(place.endpoint.health().up()).isTrue();
            assertThat(place.endpoint.health().detail()).startsWith("MariaDB 11");
            MySqlConnector connector = new MySqlConnector();
            Config config =
                    Config.of(
                            connector.settings(),
                            Map.of("connection", "mysql://root:hunter2@127.0.0.1:1/db"));
            try (var down = connector.open(config, place.context)) {
                assertThat(down.health().up()).isFalse();
                assertThat(down.health().detail()).doesNotContain("hunter2");
                assertThatThrownBy(down::catalog)
                        .isInstanceOfSatisfying(
                                EndpointException.class,
                                e -> {
                                    assertThat(e.kind())
                                            .isEqualTo(EndpointException.Kind.TRANSIENT);
                                    assertThat(e.code()).isEqualTo(Code.UNREACHABLE);
                                });
            }
        }
    }

    @Test
    void howFineTimesAreIsTold() throws Exception {
        try (Place place = new Place()) {
            place.sql("CREATE TABLE t (id int PRIMARY KEY, a datetime, b datetime(3), c time(6))");
            List<Integer> digits =
                    Stream.of("a", "b", "c", "id", "none")
                            .map(name -> field(name, new FieldType.Timestamp()))
                            .map(each -> place.endpoint.secondDigits("t", each))
                            .toList();
            assertThat(digits).containsExactly(0, 3, 6, 6, 6);
            assertThat(place.endpoint.secondDigits("nowhere", field("a", new FieldType.Time())))
                    .isEqualTo(6);
        }
    }
}
