package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresValuesTest {
    /** Types and literals of them that are at an edge. */
    private static final Map<String, List<String>> EDGES = new TreeMap<>();

    static {
        edge("bool", "t", "f");
        edge("int2", "-32768", "32767");
        edge("int4", "-2147483648", "2147483647");
        edge("int8", "-9223372036854775808", "9223372036854775807");
        edge("oid", "0", "4294967295");
        edge("float4", "NaN", "Infinity", "-Infinity", "3.4028235e38", "1e-45", "0.1", "-0");
        edge("float8", "NaN", "Infinity", "-Infinity", "1.7976931348623157e308", "5e-324", "0.1");
        edge("numeric", "NaN", "Infinity", "-Infinity", "0", "-0.0000000001", "1.500", "10000");
        edge(
                "numeric",
                "1e1000",
                "1e-1000",
                "123456789012345678901234567890.123456789",
                "99990000");
        edge("numeric(10,2)", "1.50", "-99999999.99");
        edge("text", "", " a ", "ünïcödé 😀", "tab\tnew\nline\\\"'");
        edge("varchar(5)", "abc", "abc  ");
        edge("char(5)", "abc", "");
        edge("\"char\"", "x");
        edge("name", "somebody");
        edge("bytea", "", "\\x00ff10");
        edge("date", "0001-01-01", "9999-12-31", "4713-01-01 BC", "5874897-12-31", "infinity");
        edge("date", "-infinity", "0044-03-15 BC", "2000-02-29");
        edge("time", "00:00:00", "23:59:59.999999", "24:00:00", "12:30:00.5");
        edge("timetz", "00:00:00+00", "23:59:59.999999-15:59:59", "24:00:00+05:30");
        edge("timestamp", "0001-01-01 00:00:00", "294276-12-31 23:59:59.999999", "infinity");
        edge("timestamp", "4713-01-01 00:00:00 BC", "-infinity", "1969-12-31 23:59:59.999999");
        edge("timestamptz", "1900-01-01 00:00:00+00", "294276-12-31 23:59:59.999999+00");
        edge("timestamptz", "infinity", "-infinity", "0044-03-15 12:00:00.25+00 BC");
        edge("uuid", "00000000-0000-0000-0000-000000000000");
        edge("uuid", "ffffffff-ffff-ffff-ffff-ffffffffffff");
        edge("json", "{\"b\": 1.0, \"a\": [null, true]}", "null", "\"\\u00e9\"");
        edge("jsonb", "{\"b\": 1.0, \"a\": [null, true]}", "1e400", "[]");
        edge("xml", "<a>b</a>");
        edge("interval", "0", "1 year 2 mons -3 days +04:05:06.7", "-00:00:00.000001");
        edge("interval", "-1 year -2 mons +3 days -04:05:06", "178000000 years", "3 days");
        edge("inet", "192.168.0.1", "10.0.0.0/8", "::1", "2001:db8::1/64", "::ffff:1.2.3.4");
        edge("inet", "1:0:0:2:0:0:0:3", "::", "::1.2.3.4");
        edge("cidr", "10.0.0.0/8", "2001:db8::/32");
        edge("bit(5)", "10101");
        edge("varbit", "", "111100001");
        edge("int4[]", "{}", "{1,NULL,3}", "{{1,2},{3,4}}", "[0:1]={1,2}");
        edge("text[]", "{\"\",NULL,\"NULL\",\"a,b\",\"q\\\"\\\\\",\"{x}\"}", "{{\"a b\",c}}");
        edge("timestamptz[]", "{\"2020-01-01 00:00:00+00\"}");
        edge("numeric[]", "{1.50,NaN}");
        edge("uuid[]", "{00000000-0000-0000-0000-000000000001}");
        edge("bytea[]", "{\"\\\\x00ff\"}");
        edge("jsonb[]", "{\"{\\\"a\\\": 1}\"}");
        edge("mood", "happy", "not \"so\", happy");
        edge("mood[]", "{happy,\"not \\\"so\\\", happy\"}");
        edge("positive", "7");
    }

    /** What only the text is understood of. */
    private static final Map<String, List<String>> OPAQUE =
            Map.of(
                    "int4range", List.of("[1,5)", "empty"),
                    "point", List.of("(1,2)"),
                    "macaddr", List.of("08:00:2b:01:02:03"),
                    "tsvector", List.of("'a' 'b'"),
                    "pair", List.of("(1,x)"));

    private static void edge(String type, String... literals) {
        EDGES.merge(
                type,
                List.of(literals),
                (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void everyEdgeReadsTheSameInBinaryInTextAndInASnapshotAndGoesBack(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            types(on);
            on.run(table("bin", EDGES));
            Map<String, List<String>> all = new TreeMap<>(EDGES);
            all.putAll(OPAQUE);
            on.run(table("txt", all));
            Selection binary = on.prepared("public.bin");
            Selection text = on.prepared("public.txt");
            try (Reader binaryReader = on.reader(binary);
                    Reader textReader = on.reader(text)) {
                fill(on, "bin", EDGES);
                fill(on, "txt", all);

                List<Row> fromBinary = rows(on.changes(binaryReader));
                List<Row> fromText = rows(on.changes(textReader));
                List<Row> copied = on.endpoint.chunk("public.txt", null, null, 10_000).rows();

                PgTuple tuple = (PgTuple) fromBinary.getFirst().encoded();
                assertThat(tuple).isNotNull();
                assertThat(tuple.allBinary()).isTrue();
                assertThat(fromText.getFirst().encoded())
                        .isInstanceOfSatisfying(
                                PgTuple.class, t -> assertThat(t.allBinary()).isFalse());
                assertThat(fromText).hasSameSizeAs(copied);
                for (int i = 0; i < fromText.size(); i++) {
                    assertThat(copied.get(i)).isEqualTo(fromText.get(i));
                }
                for (int i = 0; i < fromBinary.size(); i++) {
                    assertThat(fromBinary.get(i).within(fromText.get(i)))
                            .as("%s in binary, %s in text", fromBinary.get(i), fromText.get(i))
                            .isTrue();
                }
                back(on, fromBinary);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {18})
    void valuesAreWhatTheyMean(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, n numeric, d date, dd date, ts timestamp,"
                            + " inf timestamptz, c char(5), a int[], nan numeric)",
                    "INSERT INTO t VALUES (1, 1234500.0100, '0044-03-15 BC', '12024-01-01',"
                            + " '2024-02-29 12:00:00.000001', 'infinity', 'ab', '{1,NULL}', 'NaN')");

            Row row = on.endpoint.chunk("public.t", null, null, 10).rows().getFirst();

            assertThat(row.get("n")).isEqualTo(new Value.Decimal(new BigDecimal("1234500.01")));
            assertThat(row.get("d")).isEqualTo(new Value.Date(LocalDate.of(-43, 3, 15)));
            assertThat(row.get("dd")).isEqualTo(new Value.Date(LocalDate.of(12024, 1, 1)));
            assertThat(row.get("ts"))
                    .isEqualTo(new Value.Timestamp(LocalDateTime.of(2024, 2, 29, 12, 0, 0, 1_000)));
            assertThat(row.get("inf")).isEqualTo(new Value.Other("timestamptz", "infinity"));
            assertThat(row.get("c")).isEqualTo(new Value.Text("ab"));
            assertThat(row.get("a"))
                    .isEqualTo(new Value.Items(List.of(new Value.Int(1), Value.nothing())));
            assertThat(row.get("nan")).isEqualTo(new Value.Other("numeric", "NaN"));
        }
    }

    private static void types(Fixture on) throws Exception {
        on.run(
                "CREATE TYPE mood AS ENUM ('happy', 'not \"so\", happy')",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE TYPE pair AS (a int, b text)");
    }

    private static String table(String name, Map<String, List<String>> types) {
        StringBuilder sql = new StringBuilder("CREATE TABLE " + name + " (id int PRIMARY KEY");
        int at = 0;
        for (String type : types.keySet()) {
            sql.append(", \"").append(type.replace("\"", "")).append("\" ").append(type);
            at++;
        }
        return sql.append(at == 0 ? "" : ")").toString();
    }

    private static void fill(Fixture on, String table, Map<String, List<String>> types)
            throws Exception {
        int rows = types.values().stream().mapToInt(List::size).max().orElseThrow();
        StringBuilder sql = new StringBuilder("INSERT INTO " + table + " VALUES (?");
        types.keySet().forEach(type -> sql.append(", ?::").append(type));
        try (PreparedStatement statement = on.sql.prepareStatement(sql.append(")").toString())) {
            for (int i = 0; i < rows; i++) {
                statement.setInt(1, i);
                int column = 2;
                for (List<String> literals : types.values()) {
                    statement.setString(column++, i < literals.size() ? literals.get(i) : null);
                }
                statement.execute();
            }
        }
    }

    /** Each value's literal is the value to the server, too. */
    private static void back(Fixture on, List<Row> rows) throws Exception {
        for (Row row : rows) {
            int index = 1;
            for (String type : EDGES.keySet()) {
                String cast = type.equals("json") || type.equals("xml") ? "::text" : "";
                if (!cast.isEmpty()) {
                    index++;
                    continue;
                }
                String query =
                        "SELECT b.\"%s\"::text, b.\"%s\" IS NOT DISTINCT FROM ?::%s FROM bin b"
                                        .formatted(
                                                type.replace("\"", ""),
                                                type.replace("\"", ""),
                                                type)
                                + " WHERE id = ?";
                try (PreparedStatement statement = on.sql.prepareStatement(query)) {
                    statement.setString(1, PostgresTypes.literal(row.at(index)));
                    statement.setLong(2, ((Value.Int) row.at(0)).value());
                    try (ResultSet found = statement.executeQuery()) {
                        found.next();
                        assertThat(found.getBoolean(2))
                                .as("%s %s from %s", type, found.getString(1), row.at(index))
                                .isTrue();
                    }
                }
                index++;
            }
        }
    }

    private static List<Row> rows(List<Change> changes) {
        return changes.stream().map(change -> Fixture.row(change.after())).toList();
    }
}
