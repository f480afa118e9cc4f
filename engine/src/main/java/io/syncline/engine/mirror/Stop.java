package io.syncline.engine.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What would go, if the brake were released.
 *
 * @param tables which rows, by the source's names of tables
 */
public record Stop(List<Going> tables) {
    /** Copies the list. */
    public Stop {
        tables = List.copyOf(tables);
    }

    /**
     * The rows of one table.
     *
     * @param table its name at the source
     * @param deletes how many would go
     * @param rows about how many there are before
     * @param emptied whether the table is emptied as a whole
     * @param keys of some of the rows, with most of each left out
     */
    public record Going(String table, long deletes, long rows, boolean emptied, List<String> keys) {
        /** Copies the list. */
        public Going {
            keys = List.copyOf(keys);
        }

        private String words() {
            return emptied
                    ? "%s would be emptied of about %d rows".formatted(table, rows)
                    : "%d of about %d rows of %s would be deleted".formatted(deletes, rows, table);
        }
    }

    /** In one sentence. */
    public String words() {
        return going() + ": release the brake, or refuse";
    }

    /** What would go, without what to do about it. */
    public String going() {
        return tables.stream().map(Going::words).collect(Collectors.joining("; "));
    }

    /** As it rests in the store: a line for each table, its values with tabs. */
    String text() {
        return tables.stream()
                .map(
                        one ->
                                String.join(
                                        "\t",
                                        plain(one.table()),
                                        Long.toString(one.deletes()),
                                        Long.toString(one.rows()),
                                        Boolean.toString(one.emptied()),
                                        one.keys().stream()
                                                .map(Stop::plain)
                                                .collect(Collectors.joining("\t"))))
                .collect(Collectors.joining("\n"));
    }

    private static String plain(String text) {
        return text.replaceAll("[\\t\\r\\n]", " ");
    }

    /** What {@link #text} wrote. */
    static Stop of(String text) {
        List<Going> tables = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            List<String> parts = List.of(line.split("\t", -1));
            if (parts.size() >= 4) {
                tables.add(
                        new Going(
                                parts.get(0),
                                Long.parseLong(parts.get(1)),
                                Long.parseLong(parts.get(2)),
                                Boolean.parseBoolean(parts.get(3)),
                                parts.subList(4, parts.size()).stream()
                                        .filter(key -> !key.isEmpty())
                                        .toList()));
            }
        }
        return new Stop(tables);
    }

    /** So little of a key that a person can tell it from others, and not read it. */
    static String masked(String key) {
        return key.length() < 4
                ? "***"
                : key.charAt(0) + "***" + key.substring(key.length() - (key.length() > 6 ? 2 : 1));
    }
}
