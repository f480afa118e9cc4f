package io.syncline.connector.postgres;

/** Names in SQL, quoted so that any name is safe. Pure. */
final class PgName {
    private PgName() {}

    /** An identifier in double quotes. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text literal; right with standard_conforming_strings, which every server has on. */
    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** A collection's table, quoted. */
    static String table(String collection) {
        return quote(schema(collection)) + "." + quote(relation(collection));
    }

    /** The schema of a collection; {@code public} if it names none. */
    static String schema(String collection) {
        int dot = collection.indexOf('.');
        return dot < 0 ? "public" : collection.substring(0, dot);
    }

    /** The table's own name. */
    static String relation(String collection) {
        return collection.substring(collection.indexOf('.') + 1);
    }
}
