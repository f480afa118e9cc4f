package io.syncline.connector.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * What the stream says of a relation before its first row and after each change of it.
 *
 * @param oid the number that its rows will carry
 * @param identity the replica identity: d, n, f or i
 * @param columns in the order of the tuples
 */
record PgRelationMessage(int oid, String schema, String name, char identity, List<Column> columns) {
    /**
     * One column; {@code identity} marks what the log identifies rows by, with FULL all of them.
     */
    record Column(String name, int type, int typmod, boolean identity) {}

    /** Reads a message of the kind R. */
    static PgRelationMessage read(byte[] message, int at) {
        int oid = PgBinary.int4(message, at + 1);
        String schema = PgOutputDecoder.string(message, at + 5);
        int next = PgOutputDecoder.end(message, at + 5) + 1;
        String name = PgOutputDecoder.string(message, next);
        next = PgOutputDecoder.end(message, next) + 1;
        char identity = (char) message[next];
        int count = PgBinary.int2(message, next + 1);
        next += 3;
        List<Column> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean key = (message[next] & 1) != 0;
            String column = PgOutputDecoder.string(message, next + 1);
            next = PgOutputDecoder.end(message, next + 1) + 1;
            int type = PgBinary.int4(message, next);
            columns.add(new Column(column, type, PgBinary.int4(message, next + 4), key));
            next += 8;
        }
        // The schema pg_catalog is sent as an empty name.
        return new PgRelationMessage(
                oid, schema.isEmpty() ? "pg_catalog" : schema, name, identity, columns);
    }

    /** What the rest of the house calls it. */
    String collection() {
        return schema + "." + name;
    }
}
