package io.syncline.connector.jdbc;

/** Names of tables and columns, made safe to stand in SQL text. */
public final class QuotedName {
    private QuotedName() {}

    /**
     * The name between quotes, with each quote inside it doubled.
     *
     * @throws IllegalArgumentException if the name is empty or holds the character zero, which no
     *     database takes
     */
    public static String of(String name, char quote) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Not a name: '" + name + "'");
        }
        String mark = String.valueOf(quote);
        return mark + name.replace(mark, mark + mark) + mark;
    }
}
