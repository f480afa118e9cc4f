package io.syncline.server.types;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a test reads a column of either database, and in which text two equal values are equal. It
 * shares no code with the connectors: the servers print, and what is done to the print is here.
 */
enum Reading {
    /** As it is printed. */
    TEXT("%s::text", "cast(%s as char)"),
    /** As it is printed, where a cast to text would print something else. */
    PRINTED("case when %1$s is not null then concat(%1$s) end", "cast(%s as char)"),
    /** By number, whatever the zeros after the point. */
    NUMBER("%s::text", "cast(%s as char)"),
    /** By the nearest double. */
    REAL("%s::float8::text", "%s"),
    /** True is 1. */
    FLAG("%s::int::text", "cast(%s as char)"),
    /** In hexadecimal. */
    BYTES("encode(%s, 'hex')", "lower(hex(%s))"),
    /**
     * By the documents' values: order of keys, white space and spelling of numbers mean nothing.
     */
    DOCUMENT("%s::text", "%s"),
    /** A list, as PostgreSQL itself writes it as a document. */
    LIST("to_json(%s)::text", "%s"),
    /** Without zeros at the end of the fraction, and without the zone of UTC. */
    MOMENT("%s::text", "cast(%s as char)");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .build();

    private final String postgres;
    private final String maria;

    Reading(String postgres, String maria) {
        this.postgres = postgres;
        this.maria = maria;
    }

    /** The expression to select a column by. */
    String selected(String column, Side side) {
        return (side == Side.MARIA ? maria : postgres).formatted(column);
    }

    /** What a server printed, in the one text of equal values. */
    String plain(String printed) {
        return switch (this) {
            case TEXT, PRINTED, FLAG, BYTES -> printed;
            case NUMBER -> number(printed);
            case REAL -> String.valueOf(Double.parseDouble(printed) + 0.0);
            case DOCUMENT, LIST -> plain(JSON.readTree(printed));
            case MOMENT -> {
                String local = printed.replace("+00", "");
                yield local.contains(".") ? local.replaceAll("\\.?0+$", "") : local;
            }
        };
    }

    /** By its digits: there may be so many that making a number of them takes long. */
    private static String number(String printed) {
        if (!printed.chars().allMatch(c -> c == '-' || c == '.' || c >= '0' && c <= '9')) {
            return printed;
        }
        String sign = printed.startsWith("-") ? "-" : "";
        int from = sign.length();
        int to = printed.length();
        while (from < to && printed.charAt(from) == '0') {
            from++;
        }
        if (printed.indexOf('.') >= 0) {
            while (printed.charAt(to - 1) == '0') {
                to--;
            }
            to -= printed.charAt(to - 1) == '.' ? 1 : 0;
        }
        return from >= to ? "0" : sign + printed.substring(from, to);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }

    private static String plain(JsonNode node) {
        if (node.isNumber()) {
            return plain(node.decimalValue());
        }
        if (node.isArray()) {
            StringBuilder all = new StringBuilder("[");
            node.forEach(each -> all.append(plain(each)).append(' '));
            return all.append(']').toString();
        }
        if (node.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            node.properties().forEach(each -> fields.put(each.getKey(), plain(each.getValue())));
            return fields.toString();
        }
        return node.toString();
    }
}
