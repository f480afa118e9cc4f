package io.syncline.server.types;

import static io.syncline.server.types.Reading.LIST;
import static io.syncline.server.types.Reading.PRINTED;
import static io.syncline.server.types.Reading.TEXT;
import static io.syncline.server.types.Side.MARIA;
import static io.syncline.server.types.Side.POSTGRES;

import java.util.List;

/** Types that PostgreSQL alone has: lists, ranges, addresses, shapes, and those a user declares. */
final class OwnTypes {
    private OwnTypes() {}

    /** What the source needs before a table can have them. */
    static final List<String> DECLARED =
            List.of(
                    "create extension hstore",
                    "create extension citext",
                    "create type mood as enum ('sad', 'ok', 'very happy')",
                    "create domain positive as integer check (value > 0)",
                    "create domain code as varchar(4) check (value ~ '^[A-Z]*$')",
                    "create type pair as (number integer, word text)");

    static List<TypeCase> lists() {
        return List.of(
                list("integer[]", "'{1,NULL,-2147483648}'", "'{}'", "'{NULL}'")
                        .and("'{{1,2},{3,4}}'", "'{{{1}},{{NULL}}}'"),
                list("bigint[]", "'{9223372036854775807,-9223372036854775808}'"),
                list(
                        "text[]",
                        "'{a,\"\",NULL,\"NULL\",\"{}\",\"a,b\",\" x \"}'",
                        "array[E'\\\\\"''\\n\\x01', '😀', 'á']",
                        "array[['a','b'],['c',null]]"),
                list("numeric[]", "'{1.50,1e50,-0.00}'")
                        .parks(MARIA, "with NaN or infinity", "'{NaN}'"),
                list("boolean[]", "'{t,f,NULL}'"),
                list("uuid[]", "'{018f3c5e-0000-7abc-8def-0123456789ab}'"),
                list("date[]", "'{2024-02-29,0001-01-01}'")
                        .parks(MARIA, "with infinity", "'{infinity}'"),
                list("json[]", "'{}'")
                        .parks(POSTGRES, "with a document that jsonb does not hold", NUL)
                        .becomes(MARIA, DOCUMENTS, NUL, "[\"\\\"\\\\u0000\\\"\"]"),
                list("jsonb[]", "'{}'")
                        .becomes(MARIA, DOCUMENTS, "'{\"{\\\"a\\\":1}\"}'", "[\"{\\\"a\\\":1}\"]"),
                list("mood[]", "'{sad,\"very happy\",NULL}'"),
                list("interval[]", "'{\"1 day\",\"-00:00:01\"}'"),
                list("int4range[]", "'{\"[1,2)\",empty}'"));
    }

    private static final String DOCUMENTS = "a list of texts, each a document";
    private static final String NUL = "array['\"\\u0000\"'::json]";

    private static TypeCase list(String type, String... kept) {
        return TypeCase.of(type, LIST, kept)
                .parks(MARIA, "lists that do not begin at 1", "'[0:1]={NULL,NULL}'");
    }

    static List<TypeCase> ranges() {
        return List.of(
                TypeCase.of("int4range", TEXT, "'[1,5)'", "'empty'", "'(,)'", "'[1,1]'"),
                TypeCase.of("int8range", TEXT, "'[-9223372036854775808,)'"),
                TypeCase.of("numrange", TEXT, "'(1.50,2.5]'"),
                TypeCase.of("daterange", TEXT, "'[2024-02-29,infinity)'"),
                TypeCase.of("tsrange", TEXT, "'[\"2024-01-01 00:00:00.000001\",)'"),
                TypeCase.of("tstzrange", TEXT, "'[\"2024-01-01 00:00:00+00\",)'"),
                TypeCase.of("int4multirange", TEXT, "'{[1,2),[5,9)}'", "'{}'"));
    }

    static List<TypeCase> addresses() {
        return List.of(
                TypeCase.of("inet", PRINTED, "'192.168.0.1'", "'10.1.2.3/8'", "'::1'")
                        .and("'2001:db8::1:0:0:1/64'", "'::ffff:1.2.3.4'", "'0.0.0.0/0'"),
                TypeCase.of("cidr", PRINTED, "'10.0.0.0/8'", "'2001:db8::/32'", "'1.2.3.4/32'"),
                TypeCase.of("macaddr", TEXT, "'08:00:2b:01:02:03'"),
                TypeCase.of("macaddr8", TEXT, "'08:00:2b:01:02:03:04:05'"),
                TypeCase.of("pg_lsn", TEXT, "'0/0'", "'FFFFFFFF/FFFFFFFF'"));
    }

    static List<TypeCase> shapes() {
        return List.of(
                TypeCase.of("point", TEXT, "'(1.5,-2)'", "'(1e300,4.9e-324)'"),
                TypeCase.of("line", TEXT, "'{1,-1,0}'"),
                TypeCase.of("lseg", TEXT, "'[(0,0),(1,1)]'"),
                TypeCase.of("box", TEXT, "'(1,1),(0,0)'"),
                TypeCase.of("path", TEXT, "'[(0,0),(1,1),(2,0)]'", "'((0,0),(1,1))'"),
                TypeCase.of("polygon", TEXT, "'((0,0),(1,1),(2,0))'"),
                TypeCase.of("circle", TEXT, "'<(0,0),0.1>'"));
    }

    static List<TypeCase> others() {
        return List.of(
                TypeCase.of("bit(8)", TEXT, "B'10000001'"),
                TypeCase.of("bit varying", TEXT, "B'1'", "B''", "repeat('01', 99)"),
                TypeCase.of("money", TEXT, "'1234.56'", "'-92233720368547758.08'"),
                TypeCase.of("tsvector", TEXT, "'a:1A fat:2B,4C ''a b'''", "''"),
                TypeCase.of("tsquery", TEXT, "'fat & (rat | !cat:*)'"),
                TypeCase.of("hstore", TEXT, "'a=>1, \"b c\"=>NULL'", "''"),
                TypeCase.of("mood", TEXT, "'sad'", "'very happy'"),
                TypeCase.of("positive", Reading.NUMBER, "1", "2147483647"),
                TypeCase.of("code", TEXT, "'ABCD'", "''"),
                TypeCase.of("pair", TEXT, "row(1, 'a b')", "row(null, '')", "row(-1, '\"\\')"));
    }
}
