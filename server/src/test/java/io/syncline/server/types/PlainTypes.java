package io.syncline.server.types;

import static io.syncline.server.types.Reading.BYTES;
import static io.syncline.server.types.Reading.DOCUMENT;
import static io.syncline.server.types.Reading.FLAG;
import static io.syncline.server.types.Reading.MOMENT;
import static io.syncline.server.types.Reading.NUMBER;
import static io.syncline.server.types.Reading.REAL;
import static io.syncline.server.types.Reading.TEXT;
import static io.syncline.server.types.Side.MARIA;
import static io.syncline.server.types.Side.POSTGRES;

import java.util.List;

/** The types with a place of their own in every database: numbers, texts, bytes, moments, JSON. */
final class PlainTypes {
    private static final String NINES = "9".repeat(65);
    private static final String[] INFINITIES = {"'infinity'", "'-infinity'"};
    private static final String YEARS = "infinity, BC and years after 9999";
    private static final String NO_NUMBERS = "NaN and infinity";

    private PlainTypes() {}

    static List<TypeCase> numbers() {
        return List.of(
                TypeCase.of("smallint", NUMBER, "1", "-32768", "32767", "0"),
                TypeCase.of("integer", NUMBER, "1", "-2147483648", "2147483647"),
                TypeCase.of("bigint", NUMBER, "1", "-9223372036854775808", "9223372036854775807"),
                TypeCase.of("oid", NUMBER, "0", "4294967295"),
                TypeCase.of(
                                "numeric",
                                NUMBER,
                                "1.50",
                                "0.00",
                                NINES.substring(38) + "." + NINES.substring(27),
                                "-0." + "0".repeat(37) + "1")
                        .parks(MARIA, NO_NUMBERS, "'NaN'", "'Infinity'", "'-Infinity'")
                        .parks(
                                MARIA,
                                "more than 27 digits before the point or 38 after it",
                                "1" + "0".repeat(27),
                                "0." + "0".repeat(38) + "1",
                                "1e131071",
                                "1e-16383")
                        .noting(POSTGRES, "zeros after the last digit may be missing"),
                TypeCase.of("numeric(10,2)", NUMBER, "1.5", "99999999.99", "-99999999.99")
                        .parks(MARIA, "NaN", "'NaN'"),
                TypeCase.of("numeric(65,0)", NUMBER, "1", NINES, "-" + NINES)
                        .parks(MARIA, "NaN", "'NaN'"),
                TypeCase.of(
                                "numeric(65,38)",
                                NUMBER,
                                NINES.substring(38) + "." + NINES.substring(27))
                        .parks(MARIA, "NaN", "'NaN'"),
                TypeCase.of("numeric(70,40)", NUMBER, "1", "1e29", "1e-35")
                        .parks(MARIA, "NaN", "'NaN'")
                        .parks(
                                MARIA,
                                "more digits than decimal(65,35) has",
                                "1e-36",
                                "0." + "0".repeat(39) + "1"),
                TypeCase.of("numeric(3,5)", NUMBER, "0.00999", "-0.00001")
                        .parks(MARIA, "NaN", "'NaN'"),
                TypeCase.of("numeric(3,-2)", NUMBER, "99900", "-100").parks(MARIA, "NaN", "'NaN'"),
                TypeCase.of("real", REAL, "0.1", "3.4028235e38", "1.4e-45", "-0.0", "16777216")
                        .parks(MARIA, NO_NUMBERS, "'NaN'", "'Infinity'", "'-Infinity'")
                        .noting(MARIA, "minus zero is zero")
                        .noting(POSTGRES, "minus zero may become zero"),
                TypeCase.of(
                                "double precision",
                                REAL,
                                "0.1",
                                "1.7976931348623157e308",
                                "2.2250738585072014e-308",
                                "4.9e-324",
                                "-0.0",
                                "1e22",
                                "123456789.12345678")
                        .parks(MARIA, NO_NUMBERS, "'NaN'", "'Infinity'", "'-Infinity'")
                        .noting(MARIA, "minus zero is zero")
                        .noting(POSTGRES, "minus zero may become zero"),
                TypeCase.of("boolean", FLAG, "true", "false"));
    }

    static List<TypeCase> texts() {
        String[] texts = {
            "'ordinary'",
            "''",
            "' '",
            "'both ends  '",
            "E'quote '' \" \\\\ ` ? % _ \\n \\r \\t \\x01 \\x7f'",
            "'A a Á á ñ ß ss ſ'",
            "U&'e\\0301 \\FEFF \\FFFD \\+01F600\\+01F468\\200D\\+01F469 \\202E \\+10FFFF'",
            "'漢字 हिन्दी العربية'"
        };
        return List.of(
                TypeCase.of("text", TEXT, texts).and("repeat('é', 524288)"),
                TypeCase.of("varchar", TEXT, texts),
                TypeCase.of(
                        "varchar(8)", TEXT, "'ordinary'", "''", "'a       '", "repeat('😀', 8)"),
                TypeCase.of("varchar(9000)", TEXT, "'a'", "repeat('漢', 9000)"),
                TypeCase.of("char(5)", TEXT, "'abc'", "'12345'", "''", "'ä  '", "repeat('😀', 5)")
                        .noting(POSTGRES, "without the blanks that pad it")
                        .noting(MARIA, "without the blanks that pad it"),
                TypeCase.of("bpchar", TEXT, "'abc'", "'abc   '")
                        .noting(POSTGRES, "without blanks at the end, which mean nothing there")
                        .noting(MARIA, "without blanks at the end, which mean nothing there"),
                TypeCase.of("name", TEXT, "'pg_class'", "''", "repeat('n', 63)"),
                TypeCase.of("\"char\"", TEXT, "'a'", "''", "'\\377'"),
                TypeCase.of("citext", TEXT, "'Case'", "'case'"),
                TypeCase.of("xml", TEXT, "'<a b=\"1\">ü<!-- c --></a>'", "'text &amp; <b/>'"),
                TypeCase.of("bytea", BYTES, "'\\x00ff'", "''", ALL_BYTES, MEGABYTE),
                TypeCase.of(
                        "uuid",
                        TEXT,
                        "'018f3c5e-0000-7abc-8def-0123456789ab'",
                        "'00000000-0000-0000-0000-000000000000'",
                        "'ffffffff-ffff-ffff-ffff-ffffffffffff'"));
    }

    private static final String ALL_BYTES =
            "(select string_agg(set_byte('\\x00', 0, i), '' order by i)"
                    + " from generate_series(0, 255) i)";
    private static final String MEGABYTE =
            "(select string_agg(sha256(int4send(i)), '' order by i)"
                    + " from generate_series(1, 32768) i)";

    static List<TypeCase> moments() {
        String[] ends = {
            "'0001-01-01 00:00:00'",
            "'9999-12-31 23:59:59.999999'",
            "'1582-10-10 12:00'",
            "'1969-12-31 23:59:59.999999'",
            "'2038-01-19 03:14:08.000001'"
        };
        String[] far = {
            "'4714-11-24 00:00:00 BC'",
            "'0001-12-31 23:59:59.999999 BC'",
            "'10000-01-01 00:00:00'",
            "'294276-12-31 23:59:59.999999'"
        };
        return List.of(
                TypeCase.of("date", TEXT, "'2024-02-29'", "'0001-01-01'", "'9999-12-31'")
                        .and("'1582-10-10'")
                        .parks(MARIA, YEARS, INFINITIES)
                        .parks(MARIA, YEARS, "'4714-11-24 BC'", "'0001-12-31 BC'")
                        .parks(MARIA, YEARS, "'10000-01-01'", "'5874897-12-31'"),
                TypeCase.of("time", MOMENT, "'12:34:56.789012'", "'00:00'", "'23:59:59.999999'")
                        .parks(MARIA, "24:00:00", "'24:00:00'"),
                TypeCase.of("time(3)", MOMENT, "'12:34:56.789'", "'23:59:59.999'")
                        .parks(MARIA, "24:00:00", "'24:00:00'"),
                TypeCase.of("timestamp", MOMENT, "'2024-02-29 12:34:56.789012'")
                        .and(ends)
                        .parks(MARIA, YEARS, INFINITIES)
                        .parks(MARIA, YEARS, far),
                TypeCase.of("timestamptz", MOMENT, "'2025-10-26 00:30:00.000001+00'")
                        .and("'2025-03-30 02:30:00+02'", "'0001-01-01 00:00:00+00'")
                        .and("'9999-12-31 23:59:59.999999+00'")
                        .parks(MARIA, YEARS, INFINITIES)
                        .parks(MARIA, YEARS, far),
                TypeCase.of(
                        "timetz",
                        TEXT,
                        "'12:34:56.789012+02'",
                        "'00:00:00+15:59:59'",
                        "'24:00:00-15:59:59'"),
                TypeCase.of(
                                "interval",
                                TEXT,
                                "'1 year -2 mons +3 days -04:05:06.7'",
                                "'0'",
                                "'178000000 years'",
                                "'-178000000 years'",
                                "'-2562047788:00:54.775807'",
                                "'-0.000001 s'")
                        .and("'infinity'", "'-infinity'"));
    }

    static List<TypeCase> documents() {
        String[] documents = {
            "'{\"b\":[1,2.50,-0,1e300],\"a\":\"é\\u00e9\\ud83d\\ude00 \\\\ \\/ \\\"\"}'",
            "'null'",
            "'[]'",
            "'{}'",
            "'\"\"'",
            "'{\"\":{\"a\":[{},[],null,true,false]}}'",
            "'123456789012345678901234567890.123456789012345678901234567890'",
            "'1e-40'"
        };
        String deep = "'" + "[".repeat(32) + "]".repeat(32) + "'";
        String words = "nested deeper than 31";
        return List.of(
                TypeCase.of("json", DOCUMENT, documents)
                        .and("'{\"twice\":1, \"twice\":2}'")
                        .parks(MARIA, words, deep)
                        .parks(POSTGRES, "with \\u0000, or numbers that numeric has not", NUL)
                        .noting(POSTGRES, "one spelling: sorted keys, the last of equal ones")
                        .noting(MARIA, "one spelling: sorted keys, the last of equal ones"),
                TypeCase.of("jsonb", DOCUMENT, documents)
                        .parks(MARIA, words, deep)
                        .noting(MARIA, "one spelling: sorted keys"));
    }

    private static final String NUL = "'{\"nul\":\"a\\u0000b\"}'";
}
