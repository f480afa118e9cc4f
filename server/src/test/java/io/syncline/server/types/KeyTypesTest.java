package io.syncline.server.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values of every type that can be a key: each finds its own row and no other. */
class KeyTypesTest {
    private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

    private static void keys(String type, String... literals) {
        KEYS.put(type, List.of(literals));
    }

    static {
        keys(
                "text",
                "'a'",
                "'A'",
                "'á'",
                "'a '",
                "'a  '",
                "''",
                "' '",
                "U&'a\\0301'",
                "'ß'",
                "'ss'");
        keys("varchar(9)", "'a'", "'A'", "'á'", "'a '", "''", "'😀'", "'😁'", "E'\\t'", "E'\\x01'");
        keys("char(3)", "'a'", "'A'", "'á'", "''", "'abc'");
        keys("citext", "'a'", "'b'", "'a '");
        keys("bytea", "'\\x'", "'\\x00'", "'\\x0000'", "'\\x61'", "'\\x41'", "'\\x6120'");
        keys(
                "uuid",
                "'00000000-0000-0000-0000-000000000000'",
                "'ffffffff-ffff-4fff-bfff-ffffffffffff'");
        keys("smallint", "-32768", "0", "32767");
        keys("bigint", "-9223372036854775808", "0", "9223372036854775807");
        keys("numeric", "0", "1.5", "-1.5", "1e-30", "123456789012345678901234567");
        keys("numeric(20,4)", "0", "0.0001", "-0.0001");
        keys("boolean", "true", "false");
        keys("date", "'0001-01-01'", "'9999-12-31'", "'1582-10-10'");
        keys("time", "'00:00'", "'23:59:59.999999'", "'00:00:00.000001'");
        keys(
                "timestamp",
                "'0001-01-01'",
                "'9999-12-31 23:59:59.999999'",
                "'2024-01-01 00:00:00.1'");
        keys("timestamptz", "'2025-10-26 00:30Z'", "'2025-10-26 01:30Z'", "'1970-01-01 00:00:00Z'");
        keys("inet", "'10.0.0.1'", "'10.0.0.1/8'", "'::1'");
        keys("mood", "'sad'", "'ok'", "'very happy'");
        keys("interval", "'1 day'", "'1 mon'", "'-1 day'");
        keys("double precision", "0.1", "1e300", "-4.9e-324");
    }

    private static String table(String type) {
        return "key_" + type.replaceAll("[^a-z0-9]+", "_").replaceAll("_+$", "");
    }

    @Test
    void everyKeyFindsItsOwnRow() throws Exception {
        try (Places places = new Places()) {
            places.source(OwnTypes.DECLARED.toArray(String[]::new));
            places.source("create table arrived (id serial primary key)");
            for (Map.Entry<String, List<String>> each : KEYS.entrySet()) {
                String table = table(each.getKey());
                places.source(
                        "create table %s (n integer, k %s, note text, primary key (k))"
                                .formatted(table, each.getKey()));
                insert(places, table, each.getValue(), "copied");
            }
            places.engine.configure(places.definition(List.of(Side.values())));
            places.awaitStreaming();
            for (Map.Entry<String, List<String>> each : KEYS.entrySet()) {
                String table = table(each.getKey());
                // The second moves to the third's key and back; the first goes and comes again.
                places.source("delete from " + table + " where n = 0");
                places.source("update " + table + " set note = 'changed ' || n");
                insert(places, table, each.getValue().subList(0, 1), "again");
                places.source("delete from " + table + " where n = 1");
                insert(places, table, List.of(each.getValue().get(1)), "back");
                if (each.getValue().size() > 2) {
                    places.source(
                            "delete from " + table + " where n = 2",
                            "update %s set k = %s, note = 'moved' where note = 'back'"
                                    .formatted(table, each.getValue().get(2)));
                }
            }
            places.awaitCaughtUp();
            assertThat(differences(places)).isEmpty();
        }
    }

    private static void insert(Places places, String table, List<String> keys, String note)
            throws Exception {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            statements.add(
                    "insert into %s (n, k, note) values (%d, %s, '%s')"
                            .formatted(table, i, keys.get(i), note));
        }
        places.source(statements.toArray(String[]::new));
    }

    private static List<String> differences(Places places) throws Exception {
        List<String> differences = new ArrayList<>();
        for (String type : KEYS.keySet()) {
            String query =
                    "select concat(note, ' ', n), count(*) from %s group by 1"
                            .formatted(table(type));
            Map<String, List<String>> there = places.atSource(query);
            for (Side side : Side.values()) {
                Map<String, List<String>> found = places.at(side, query);
                if (!found.equals(there)) {
                    differences.add(type + " " + side.word() + ": " + found + ", not " + there);
                }
            }
        }
        for (Side side : Side.values()) {
            places.parked(side).forEach(each -> differences.add(each.toString()));
        }
        return differences;
    }
}
