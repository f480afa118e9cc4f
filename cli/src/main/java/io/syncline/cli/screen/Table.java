package io.syncline.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows under titles, in columns as wide as they have to be. Where the terminal is narrower, the
 * widest give way first, and at last the rightmost are left out. For one thread.
 */
public final class Table {
    private static final String GAP = "  ";

    /** Narrower than this a column tells nothing. */
    private static final int LEAST = 6;

    /**
     * A column.
     *
     * @param title what stands above it
     * @param right whether it holds numbers
     * @param yields whether it may be cut
     */
    public record Column(String title, boolean right, boolean yields) {
        /** A column of names. */
        public static Column text(String title) {
            return new Column(title, false, true);
        }

        /** A column of short words that are whole or nothing. */
        public static Column word(String title) {
            return new Column(title, false, false);
        }

        /** A column of numbers. */
        public static Column number(String title) {
            return new Column(title, true, false);
        }
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without rows. */
    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row of one cell for each column. */
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("A row has one cell for each column");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Whether it has no rows. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Its lines, titles first; none is wider than the width if that can be. */
    public List<String> lines(int width) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths(int width) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).title.length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        while (total(widths) > width) {
            Integer widest = widest(widths);
            if (widest != null) {
                widths[widest]--;
            } else if (widths.length > 1) {
                widths = Arrays.copyOf(widths, widths.length - 1);
            } else {
                break;
            }
        }
        return widths;
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private @Nullable Integer widest(int[] widths) {
        Integer widest = null;
        for (int i = 0; i < widths.length; i++) {
            int least = Math.max(LEAST, columns.get(i).title.length());
            boolean can = columns.get(i).yields && widths[i] > least;
            if (can && (widest == null || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(cells.get(i), widths[i]);
            String pad = " ".repeat(Math.max(0, widths[i] - length(cell)));
            line.append(i == 0 ? "" : GAP).append(columns.get(i).right ? pad + cell : cell + pad);
        }
        return line.toString().stripTrailing();
    }

    /** The start of a text, with a mark where something is missing. */
    public static String cut(String text, int width) {
        if (length(text) <= width) {
            return text;
        }
        int end = text.offsetByCodePoints(0, Math.max(0, width - 1));
        return text.substring(0, end) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
