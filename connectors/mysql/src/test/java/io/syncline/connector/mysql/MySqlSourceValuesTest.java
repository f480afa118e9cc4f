package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the binary log tells is what a SELECT gives, value by value. */
class MySqlSourceValuesTest {
    /** A column's declaration, and literals for it. */
    private static final List<List<String>> COLUMNS =
            List.of(
                    List.of("tinyint", "-128", "127", "0"),
                    List.of("tinyint(1)", "0", "1", "5"),
                    List.of("tinyint unsigned", "255"),
                    List.of("smallint", "-32768", "32767"),
                    List.of("smallint unsigned", "65535"),
                    List.of("mediumint", "-8388608", "8388607"),
                    List.of("mediumint unsigned", "16777215"),
                    List.of("int", "-2147483648", "2147483647"),
                    List.of("int unsigned", "4294967295"),
                    List.of("bigint", "-9223372036854775808", "9223372036854775807"),
                    List.of("bigint unsigned", "0", "18446744073709551615", "7"),
                    List.of("decimal(10,2)", "99999999.99", "-0.01", "0", "-99999999.99"),
                    List.of("decimal(65,0)", "9".repeat(65), "-" + "9".repeat(65), "1000000000"),
                    List.of("decimal(65,38)", "-0." + "0".repeat(37) + "1", "123456789012.000001"),
                    List.of("decimal(9,9)", "-0.123456789", "0.1"),
                    List.of("float", "0.1", "-3.4e38", "16777217", "0"),
                    List.of("double", "0.1", "1.7976931348623157e308", "-5e-324", "1e22", "-0.0"),
                    List.of("bit(1)", "b'1'", "b'0'"),
                    List.of("bit(12)", "b'101'", "b'111111111111'"),
                    List.of("bit(64)", "0xffffffffffffffff", "1"),
                    List.of("year", "1901", "2155", "0"),
                    List.of("date", "'0001-01-01'", "'9999-12-31'", "'0000-00-00'", "'2020-00-31'"),
                    List.of("time", "'-838:59:59'", "'838:59:59'", "'00:00:00'", "'23:59:59'"),
                    List.of("time(3)", "'-00:00:00.001'", "'-01:02:03.999'", "'12:00:00.500'"),
                    List.of("time(6)", "'-838:59:58.999999'", "'-00:00:00.000001'", "'1:0:0.1'"),
                    List.of("datetime", "'1000-01-01'", "'0000-00-00'", "'9999-12-31 23:59:59'"),
                    List.of("datetime(1)", "'2024-02-29 12:00:00.9'", "'0000-00-00'"),
                    List.of("datetime(6)", "'9999-12-31 23:59:59.999999'", "'0001-01-01'"),
                    List.of(
                            "timestamp null",
                            "'1970-01-01 00:00:01'",
                            "'2038-01-19 03:14:07'",
                            "0"),
                    List.of("timestamp(6) null", "'2025-10-26 00:30:00.000001'", "0"),
                    List.of("char(5)", "'a  '", "''", "'ñ漢'"),
                    List.of("char(200)", "'wide ñ'"),
                    List.of("varchar(20)", "'a  '", "''", "'\\0 quote'"),
                    List.of("varchar(300) character set latin1", "'ÿ€'", "_latin1 x'818d'"),
                    List.of("varchar(20) character set ucs2", "'ñ漢'"),
                    List.of("varchar(20) character set utf32", "'ñ\uD83D\uDE00'"),
                    List.of("tinytext", "'t'"),
                    List.of("text", "repeat('x', 40000)"),
                    List.of("mediumtext character set utf8mb3", "'ñ漢'"),
                    List.of("longtext", "'\uD83D\uDE00'"),
                    List.of("json", "'{\"b\": [1, 2.50], \"a\": \"\\\\u0041\"}'", "'null'"),
                    List.of("binary(4)", "x'00'", "x'ff00ff00'", "'ab  '", "''"),
                    List.of("binary(255)", "x'0100'"),
                    List.of("varbinary(10)", "x'00'", "''", "x'ff00'"),
                    List.of("varbinary(1000)", "x'0102'"),
                    List.of("tinyblob", "x'00ff'"),
                    List.of("longblob", "repeat(x'00', 70000)"),
                    List.of(
                            "uuid",
                            "'00000000-0000-0000-0000-000000000000'",
                            "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                            "'018f3c5e-0000-7abc-8def-0123456789ab'",
                            "'123e4567-e89b-12d3-a456-426614174000'",
                            "'9b2c6f00-58cc-4372-a567-0e02b2c3d400'"),
                    List.of("inet4", "'0.0.0.0'", "'192.168.1.0'"),
                    List.of(
                            "inet6",
                            "'::'",
                            "'::1'",
                            "'::ffff:1.2.3.4'",
                            "'2001:db8::ff00:42:8329'",
                            "'1:0:0:2:0:0:0:0'",
                            "'::1.2.3.4'"),
                    List.of("enum('a','b,c','ñ')", "'a'", "'ñ'", "''"),
                    List.of("enum('à') character set latin1", "'à'"),
                    List.of("set('x','y','ñ')", "'x,ñ'", "''", "'x,y,ñ'"),
                    List.of("point", "point(1,2)"),
                    List.of("geometry", "st_geomfromtext('LINESTRING(0 0,1 1)', 4326)"));

    static void columns(Place place) throws Exception {
        StringBuilder table = new StringBuilder("create table t (id int primary key");
        for (int i = 0; i < COLUMNS.size(); i++) {
            table.append(", c").append(i).append(' ').append(COLUMNS.get(i).getFirst());
        }
        table.append(", g1 int as (id + 1) stored, g2 int as (id + 2) virtual, last int)");
        place.sql(table.toString());
    }

    /** One row for each literal, in a session whose time zone is not the server's. */
    static List<String> inserts() {
        List<String> inserts = new ArrayList<>();
        inserts.add("set sql_mode = ''");
        inserts.add("set time_zone = '+05:30'");
        inserts.add("insert into t (id, last) values (0, 9)");
        for (int i = 0; i < COLUMNS.size(); i++) {
            for (int j = 1; j < COLUMNS.get(i).size(); j++) {
                inserts.add(
                        "insert into t (id, last, c%d) values (%d, 9, %s)"
                                .formatted(i, 100 * (i + 1) + j, COLUMNS.get(i).get(j)));
            }
        }
        return inserts;
    }

    @Test
    void everyTypeOfTheServerIsToldAsItIsSelected() throws Exception {
        try (Place place = new Place()) {
            columns(place);
            try (Told told = new Told(place, "t")) {
                place.sql(inserts().toArray(String[]::new));
                List<Row> rows = told.rows();
                List<Row> selected = place.endpoint.chunk("t", null, null, 10_000).rows();
                assertThat(rows).hasSameSizeAs(selected).hasSizeGreaterThan(120);
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(rows.get(i).header().names())
                            .isEqualTo(selected.get(i).header().names())
                            .doesNotContain("g1", "g2");
                    for (int j = 0; j < rows.get(i).header().size(); j++) {
                        String name = rows.get(i).header().names().get(j);
                        assertThat(rows.get(i).at(j))
                                .as("%s of row %s", name, rows.get(i).get("id"))
                                .isEqualTo(selected.get(i).at(j));
                    }
                }
            }
        }
    }

    @Test
    void everyTypeThatWeMakeIsToldAsItWasWritten() throws Exception {
        try (Place place = new Place()) {
            int number = 0;
            Map<String, List<Value>> wanted = new java.util.TreeMap<>();
            for (TypeCase each : TypeCase.ALL) {
                String name = "t%02d".formatted(number++);
                Layout layout = layout(name, field("id", whole64()), field("v", each.type()));
                place.made(layout);
                wanted.put(name, each.fit());
            }
            try (Told told = new Told(place, wanted.keySet().toArray(String[]::new))) {
                for (var each : wanted.entrySet()) {
                    for (int i = 0; i < each.getValue().size(); i++) {
                        Row row = Row.of(Map.of("id", whole(i), "v", each.getValue().get(i)));
                        place.apply(store(each.getKey(), row));
                    }
                }
                var changes = told.changes();
                Map<String, List<Value>> got = new java.util.TreeMap<>();
                changes.forEach(
                        change ->
                                got.computeIfAbsent(
                                                change.id().collection(), _ -> new ArrayList<>())
                                        .add(change.after().row().get("v")));
                for (String name : wanted.keySet()) {
                    List<Value> selected =
                            place.endpoint.chunk(name, null, null, 100).rows().stream()
                                    .map(row -> row.get("v"))
                                    .toList();
                    List<Value> agreed = new ArrayList<>();
                    place.rows(place.endpoint.catalog().find(name))
                            .forEach(row -> agreed.add(row.get("v")));
                    assertThat(got.get(name)).as(name).isEqualTo(selected).isEqualTo(agreed);
                }
            }
        }
    }

    private static io.syncline.core.change.FieldType whole64() {
        return new io.syncline.core.change.FieldType.Int(64);
    }
}
