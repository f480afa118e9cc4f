package io.syncline.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a table, for one statement that takes each of their columns as an array: the hash of a
 * row's id, then texts.
 */
final class Lines {
    /** What one statement takes: the protocol's messages end at a gigabyte. */
    private static final long CHARS_MAX = 1 << 24;

    private record Line(byte[] hash, @Nullable String[] texts) {
        long chars() {
            long chars = 0;
            for (String text : texts) {
                chars += text == null ? 0 : text.length();
            }
            return chars;
        }
    }

    private final int columns;
    private final List<Line> lines = new ArrayList<>();

    /**
     * @param columns how many texts a line has
     */
    Lines(int columns) {
        this.columns = columns;
    }

    /** One more. */
    void add(byte[] hash, @Nullable String... texts) {
        lines.add(new Line(hash, texts));
    }

    /**
     * Runs a statement over all lines; more than once only if they are very large.
     *
     * @param flow the statement's first argument; the arrays follow
     */
    void run(Sql.Transaction transaction, String statement, String flow) throws SQLException {
        int from = 0;
        long chars = 0;
        for (int i = 0; i < lines.size(); i++) {
            long more = lines.get(i).chars();
            if (i > from && chars + more > CHARS_MAX) {
                change(transaction, statement, flow, lines.subList(from, i));
                from = i;
                chars = 0;
            }
            chars += more;
        }
        if (from < lines.size()) {
            change(transaction, statement, flow, lines.subList(from, lines.size()));
        }
    }

    private void change(Sql.Transaction transaction, String statement, String flow, List<Line> some)
            throws SQLException {
        Object[] arguments = new Object[columns + 2];
        arguments[0] = flow;
        arguments[1] = some.stream().map(Line::hash).toArray(byte[][]::new);
        for (int i = 0; i < columns; i++) {
            @Nullable String[] column = new @Nullable String[some.size()];
            for (int j = 0; j < column.length; j++) {
                column[j] = some.get(j).texts()[i];
            }
            arguments[i + 2] = column;
        }
        transaction.change(statement, arguments);
    }
}
