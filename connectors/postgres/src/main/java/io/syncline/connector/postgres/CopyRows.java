package io.syncline.connector.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows to a table by COPY: tuples of a like source as they are, in binary; all others as
 * text. Used once, by one thread.
 */
final class CopyRows {
    /** With which a COPY in binary begins. */
    static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    /** Sent when fuller than this: a few system calls for a batch, little memory. */
    private static final int SEND = 64 * 1024;

    private byte[] buffer = new byte[SEND + 8 * 1024];
    private int length;

    /**
     * Copies items of one group.
     *
     * @param table the quoted name of the table
     * @param numbered whether the table has a first column for the place of each item in the list
     */
    static void copy(Connection connection, String table, List<Item> items, boolean numbered)
            throws SQLException {
        new CopyRows().run(connection, table, items, numbered);
    }

    private void run(Connection connection, String table, List<Item> items, boolean numbered)
            throws SQLException {
        Item first = items.getFirst();
        boolean binary = first.tuple() != null;
        String columns =
                (numbered ? PgName.quote(TableShape.NUMBER) + ", " : "")
                        + first.names().stream()
                                .map(PgName::quote)
                                .collect(Collectors.joining(", "));
        String sql =
                "COPY "
                        + table
                        + " ("
                        + columns
                        + ") FROM STDIN"
                        + (binary ? " (FORMAT binary)" : "");
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            if (binary) {
                append(SIGNATURE, 0, SIGNATURE.length);
            }
            for (int i = 0; i < items.size(); i++) {
                row(items.get(i), numbered ? i : -1);
                if (length >= SEND) {
                    send(copy);
                }
            }
            if (binary) {
                int16(-1);
            }
            send(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /**
     * Puts an item at the end of what will be sent.
     *
     * @param number its place, or below 0 for a table without a column for it
     */
    void row(Item item, int number) {
        PgTuple tuple = item.tuple();
        if (tuple == null) {
            text(item.texts(), number);
            return;
        }
        int16(tuple.size() + (number < 0 ? 0 : 1));
        if (number >= 0) {
            int32(4);
            int32(number);
        }
        byte[] bytes = tuple.bytes();
        for (int i = 0; i < tuple.size(); i++) {
            int size = tuple.length(i);
            int32(size);
            if (size > 0) {
                append(bytes, tuple.start(i), size);
            }
        }
    }

    private void text(@Nullable String[] texts, int number) {
        StringBuilder line = new StringBuilder(texts.length * 16);
        if (number >= 0) {
            line.append(number).append('\t');
        }
        for (int i = 0; i < texts.length; i++) {
            String text = texts[i];
            line.append(i == 0 ? "" : "\t");
            if (text == null) {
                line.append("\\N");
            } else {
                escape(line, text);
            }
        }
        byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        append(bytes, 0, bytes.length);
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(c);
            }
        }
    }

    private void int16(int number) {
        room(2);
        buffer[length++] = (byte) (number >> 8);
        buffer[length++] = (byte) number;
    }

    private void int32(int number) {
        room(4);
        buffer[length++] = (byte) (number >> 24);
        buffer[length++] = (byte) (number >> 16);
        buffer[length++] = (byte) (number >> 8);
        buffer[length++] = (byte) number;
    }

    private void append(byte[] bytes, int start, int size) {
        room(size);
        System.arraycopy(bytes, start, buffer, length, size);
        length += size;
    }

    private void room(int size) {
        if (buffer.length - length < size) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + size));
        }
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer, 0, length);
        length = 0;
    }
}
