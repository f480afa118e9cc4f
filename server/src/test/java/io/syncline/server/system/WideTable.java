package io.syncline.server.system;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of which every column has a function or a mask. What has to come of it is said here once
 * more, in the SQL of the source.
 */
final class WideTable {
    /** How values of two systems are compared. */
    enum As {
        TEXT,
        NUMBER,
        MOMENT,
        JSON,
        /** The expectation is the text that is to be hashed. */
        HASH,
        /** Only that there is a value. */
        PRESENT
    }

    /**
     * @param name at the source; at the target {@code t_} and the name
     * @param type the source's
     * @param value of row n
     * @param rule what the configuration says, as JSON
     * @param mask whether it is a mask
     * @param expected of the column, in SQL
     */
    record Column(
            String name,
            String type,
            String value,
            String rule,
            boolean mask,
            String expected,
            As as) {}

    private final List<Column> columns = new ArrayList<>();

    private void function(String name, String type, String value, String expected, As as) {
        function(name, type, value, "", expected, as);
    }

    private void function(
            String name, String type, String value, String args, String expected, As as) {
        String column = "f_" + name;
        String rule = "{'to':'t_" + column + "','fn':'$" + name + "','args':{" + args + "}}";
        columns.add(
                new Column(column, type, value, rule, false, expected.replace("?", column), as));
    }

    private void mask(String name, String type, String value, String args, String expected, As as) {
        String column = "m_" + name;
        columns.add(
                new Column(
                        column,
                        type,
                        value,
                        "{'mask':'" + name.replaceAll("_.*", "") + "'" + args + "}",
                        true,
                        expected.replace("?", column),
                        as));
    }

    WideTable() {
        String words = "'  Grüße an  Zürich ' || n || ' '";
        function("lowercase", "text", words, "lower(?)", As.TEXT);
        function("uppercase", "varchar(60)", "'abc d ' || n", "upper(?)", As.TEXT);
        function("trim", "text", words, "btrim(?)", As.TEXT);
        function(
                "collapse_spaces",
                "text",
                words,
                "regexp_replace(btrim(?), ' +', ' ', 'g')",
                As.TEXT);
        function(
                "normalize_unicode",
                "text",
                "'cafe' || chr(769) || n",
                "normalize(?, NFC)",
                As.TEXT);
        function(
                "normalize_phone",
                "text",
                "'+43 660 ' || (1000000 + n)",
                "'region':'AT'",
                "'+43660' || substr(?, 9)",
                As.TEXT);
        function("truncate", "text", words, "'length':5", "left(?, 5)", As.TEXT);
        function("to_text", "numeric(20,3)", "n / 8.0", "trim_scale(?)::text", As.NUMBER);
        function("hex", "bytea", "sha256(n::text::bytea)", "encode(?, 'hex')", As.TEXT);
        function("base64", "bytea", "sha256(n::text::bytea)", "encode(?, 'base64')", As.TEXT);
        function(
                "default",
                "text",
                "case when n % 2 = 0 then 'x' || n end",
                "'value':'none'",
                "coalesce(?, 'none')",
                As.TEXT);
        function("constant", "int", "n", "'value':'same'", "'same'", As.TEXT);
        function("current_timestamp", "int", "n", "'x'", As.PRESENT);
        numbers();
        moments();
        function(
                "json_field",
                "jsonb",
                "jsonb_build_object('user', jsonb_build_object('id', n, 'name', 'N' || n))",
                "'path':'user.id','type':'integer'",
                "?->'user'->>'id'",
                As.NUMBER);
        function("json_parse", "text", "'{\"a\": [' || n || ', null]}'", "?", As.JSON);
        function(
                "json_serialize",
                "jsonb",
                "jsonb_build_object('n', n, 'o', jsonb_build_array(1, 'ä', null))",
                "?::text",
                As.JSON);
        masks();
    }

    private void numbers() {
        function(
                "decimal_format",
                "numeric(20,6)",
                "n / 7.0",
                "'scale':2,'rounding':'half_up'",
                "round(?, 2)::text",
                As.TEXT);
        function(
                "round",
                "numeric(20,6)",
                "n / 7.0",
                "'scale':1,'rounding':'half_up'",
                "round(?, 1)",
                As.NUMBER);
        function(
                "to_boolean",
                "text",
                "(array['yes', 'off', 'T', '0'])[n % 4 + 1]",
                "case when ? in ('yes', 'T') then 1 when ? <> '' then 0 end",
                As.NUMBER);
        function("to_decimal", "text", "n || '.0625'", "?::numeric", As.NUMBER);
        function("to_integer", "text", "'' || (n * 1000003)", "?::bigint", As.NUMBER);
        function(
                "wei_conversion",
                "numeric(20,3)",
                "n / 8.0",
                "'decimals':18",
                "? * 1000000000000000000",
                As.NUMBER);
        function(
                "wei_to_token",
                "numeric(40,0)",
                "n * 1000003::numeric",
                "'decimals':8",
                "?::numeric(78,18) / 100000000",
                As.NUMBER);
    }

    private void moments() {
        String moment = "timestamptz '2026-01-02 03:04:05.25+00' + n * interval '1 hour'";
        String iso = "'YYYY-MM-DD\"T\"HH24:MI:SS'";
        function(
                "format_date",
                "timestamptz",
                moment,
                "'pattern':'dd.MM.yyyy HH:mm','zone':'Europe/Vienna'",
                "to_char(? at time zone 'Europe/Vienna', 'DD.MM.YYYY HH24:MI')",
                As.TEXT);
        function(
                "iso_timestamp",
                "timestamptz",
                moment,
                "to_char(? at time zone 'UTC', " + iso + ") || '.250Z'",
                As.TEXT);
        function(
                "unix_timestamp",
                "timestamptz",
                moment,
                "'unit':'ms'",
                "(extract(epoch from ?) * 1000)::bigint",
                As.NUMBER);
        function(
                "unix_to_iso",
                "bigint",
                "1700000000 + n * 60",
                "to_char(to_timestamp(?) at time zone 'UTC', " + iso + ") || 'Z'",
                As.TEXT);
    }

    private void masks() {
        mask(
                "email",
                "text",
                "'anna' || n || '@example.com'",
                "",
                "left(?, 1) || '***@' || split_part(?, '@', 2)",
                As.TEXT);
        mask(
                "phone",
                "text",
                "'+43 660 ' || (1000000 + n)",
                "",
                "regexp_replace(left(?, -2), '[0-9]', '*', 'g') || right(?, 2)",
                As.TEXT);
        mask(
                "partial",
                "text",
                "'secret number ' || n",
                ",'keep':3",
                "repeat('*', length(?) - 3) || right(?, 3)",
                As.TEXT);
        mask("redact", "text", "'secret ' || n", "", "case when ? <> '' then '***' end", As.TEXT);
        mask("redact_bytes", "bytea", "sha256(n::text::bytea)", "", "null", As.TEXT);
        mask("hash", "bigint", "n % 7", "", "?::text", As.HASH);
        mask("null", "text", "'secret ' || n", "", "null", As.TEXT);
        mask("number", "int", "n * 37", ",'step':100", "? / 100 * 100", As.NUMBER);
        mask(
                "date",
                "date",
                "date '2026-01-15' + n",
                ",'to':'month'",
                "date_trunc('month', ?)::date",
                As.MOMENT);
        mask(
                "date_hour",
                "timestamp",
                "timestamp '2026-01-15 10:11:12' + n * interval '7 minutes'",
                ",'to':'hour'",
                "date_trunc('hour', ?)",
                As.MOMENT);
    }

    List<Column> columns() {
        return columns;
    }

    /** Creates the table at the source. */
    String create() {
        return "create table wide (id bigint primary key, status text not null, age int, body text, "
                + columns.stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** Inserts rows; of every eleventh most is NULL. */
    String insert(int from, int to) {
        return "insert into wide select n, case when n % 3 = 0 then 'idle' else 'active' end, 20 + n % 50,"
                + " (select string_agg(md5(n || '.' || i), '') from generate_series(1, 300) i), "
                + columns.stream()
                        .map(column -> "case when n % 11 <> 0 then " + column.value() + " end")
                        .collect(Collectors.joining(", "))
                + " from generate_series("
                + from
                + ", "
                + to
                + ") n";
    }

    /** What the configuration says of the table's fields. */
    String transformation() {
        return "'transformation':{'wide':{'id':'user_id',"
                + rules(false)
                + "}},'data_masking':{'wide':{"
                + rules(true)
                + "}}";
    }

    private String rules(boolean mask) {
        return columns.stream()
                .filter(column -> column.mask() == mask)
                .map(column -> "'" + column.name() + "':" + column.rule())
                .collect(Collectors.joining(","));
    }

    /** What the source's rows have to come to. */
    String expected(String condition) {
        return "select id, status, age, md5(body), "
                + columns.stream().map(Column::expected).collect(Collectors.joining(", "))
                + " from wide where "
                + condition
                + " order by id";
    }

    /** What is at a target. */
    String found() {
        return "select user_id, status, age, md5(body), "
                + columns.stream()
                        .map(column -> (column.mask() ? "" : "t_") + column.name())
                        .collect(Collectors.joining(", "))
                + " from wide order by user_id";
    }
}
