package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads sizes in bytes, and limits that are a count, a share or none. Pure. */
final class Limits {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([a-z]*)");
    private static final Map<String, Integer> UNITS =
            Map.ofEntries(
                    Map.entry("", 0),
                    Map.entry("b", 0),
                    Map.entry("kb", 10),
                    Map.entry("kib", 10),
                    Map.entry("k", 10),
                    Map.entry("mb", 20),
                    Map.entry("mib", 20),
                    Map.entry("m", 20),
                    Map.entry("gb", 30),
                    Map.entry("gib", 30),
                    Map.entry("g", 30),
                    Map.entry("tb", 40),
                    Map.entry("tib", 40),
                    Map.entry("t", 40));
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");

    /** No limit. */
    static final List<String> OFF = List.of("off", "none", "unlimited", "never");

    private Limits() {}

    /**
     * A limit of rows.
     *
     * @param rows {@link Long#MAX_VALUE} for none
     * @param share 0 to 1; above 1 for none
     */
    record Rows(long rows, double share) {}

    /** Whether a member says that there is to be no limit. */
    static boolean off(@Nullable JsonNode node) {
        return node != null
                && (node.isBoolean() && !node.booleanValue()
                        || node.isString()
                                && OFF.contains(
                                        node.stringValue().strip().toLowerCase(Locale.ROOT)));
    }

    /** A size in bytes, {@link Long#MAX_VALUE} for none; the initial one if absent or no good. */
    static long bytes(Fields fields, String name, long initial, Problems problems) {
        JsonNode node = fields.node(name);
        if (node == null) {
            return initial;
        }
        if (off(node)) {
            return Long.MAX_VALUE;
        }
        Matcher size =
                SIZE.matcher(
                        node.isContainer() ? "" : node.asString().strip().toLowerCase(Locale.ROOT));
        Integer unit = size.matches() ? UNITS.get(size.group(2)) : null;
        if (unit == null) {
            problems.add(
                    Code.BAD_SIZE,
                    fields.pointer(name),
                    "This is no size: write 512MB, 32GB, a number of bytes, or off.");
            return initial;
        }
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << unit));
        if (bytes.signum() == 0 || bytes.compareTo(BigDecimal.valueOf(1L << 60)) > 0) {
            problems.add(
                    Code.OUT_OF_RANGE, fields.pointer(name), "At least one byte is expected here.");
            return initial;
        }
        return bytes.longValue();
    }

    /** A whole number of at least 1, a share as {@code 20%}, or off; null if absent or no good. */
    static @Nullable Rows rows(Fields fields, String name, Problems problems) {
        JsonNode node = fields.node(name);
        if (node == null) {
            return null;
        }
        if (off(node)) {
            return new Rows(Long.MAX_VALUE, 2);
        }
        if (node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0) {
            return new Rows(node.longValue(), 2);
        }
        Matcher percent = PERCENT.matcher(node.isString() ? node.stringValue().strip() : "");
        double share = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : 2;
        if (share <= 1) {
            return new Rows(Long.MAX_VALUE, share);
        }
        problems.add(
                Code.BAD_LIMIT,
                fields.pointer(name),
                "A number of rows, a share as 20%, or off is expected here.");
        return null;
    }
}
