package io.syncline.connector.mysql;

import java.util.List;

/**
 * How the binary log says a column's values are written.
 *
 * @param code the log's number of the type
 * @param size what it says beside: bytes of a length, digits of a second, bytes of a fixed text
 * @param scale digits after the point, of a decimal
 * @param unsigned whether a number has no sign
 * @param collation the number of a text's collation; 63 is bytes; 0 where that means nothing
 * @param labels of an enumeration or a set, in order
 */
record LoggedType(
        int code, int size, int scale, boolean unsigned, int collation, List<String> labels) {
    static final int TINY = 1;
    static final int SHORT = 2;
    static final int LONG = 3;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int LONGLONG = 8;
    static final int INT24 = 9;
    static final int DATE = 10;
    static final int YEAR = 13;
    static final int VARCHAR = 15;
    static final int BIT = 16;
    static final int TIMESTAMP = 17;
    static final int DATETIME = 18;
    static final int TIME = 19;
    static final int DECIMAL = 246;
    static final int ENUM = 247;
    static final int SET = 248;
    static final int BLOB = 252;
    static final int VAR_STRING = 253;
    static final int STRING = 254;
    static final int GEOMETRY = 255;

    /** The collation of what is no text. */
    static final int BINARY = 63;

    private static final int DIGITS_IN_FOUR_BYTES = 9;
    private static final int[] BYTES_OF_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

    /** Copies the list. */
    LoggedType {
        labels = List.copyOf(labels);
    }

    /** Whether the metadata of numbers tells of it. */
    static boolean numeric(int code) {
        return switch (code) {
            case TINY, SHORT, INT24, LONG, LONGLONG, FLOAT, DOUBLE, DECIMAL, YEAR -> true;
            default -> false;
        };
    }

    /** Whether the metadata of texts tells of it. */
    static boolean character(int code) {
        return switch (code) {
            case STRING, VAR_STRING, VARCHAR, BLOB -> true;
            default -> false;
        };
    }

    LoggedType signed(boolean without) {
        return new LoggedType(code, size, scale, without, collation, labels);
    }

    LoggedType collated(int number) {
        return new LoggedType(code, size, scale, unsigned, number, labels);
    }

    LoggedType labelled(List<String> texts) {
        return new LoggedType(code, size, scale, unsigned, collation, texts);
    }

    /** Whether values of a column of the catalog are written like this. */
    boolean fits(Column column) {
        boolean bytes = collation == BINARY;
        return switch (column.kind()) {
            case WHOLE -> bits() == column.bits() && unsigned == column.unsigned();
            case EXACT -> code == DECIMAL && size == column.precision() && scale == column.scale();
            case SINGLE -> code == FLOAT;
            case DOUBLE -> code == DOUBLE;
            case CHARACTERS -> character(code) && !bytes;
            // Its functions make bytes of it in some places, and text in others.
            case JSON -> code == BLOB;
            case BYTES -> character(code) && bytes;
            case DATE -> code == DATE;
            case TIME -> code == TIME && size == column.fraction();
            case DATETIME -> code == DATETIME && size == column.fraction();
            case TIMESTAMP -> code == TIMESTAMP && size == column.fraction();
            case UUID -> code == STRING && bytes && size == 16;
            case STRANGE -> strange(column.type());
        };
    }

    private boolean strange(String type) {
        return switch (type) {
            case "enum" -> code == ENUM;
            case "set" -> code == SET;
            case "year" -> code == YEAR;
            case "bit" -> code == BIT;
            case "inet4" -> code == STRING && size == 4;
            case "inet6" -> code == STRING && size == 16;
            default -> code == GEOMETRY;
        };
    }

    private int bits() {
        return switch (code) {
            case TINY -> 8;
            case SHORT -> 16;
            case INT24 -> 24;
            case LONG -> 32;
            case LONGLONG -> 64;
            default -> 0;
        };
    }

    /** Bytes of a value that begins here, its own length not among them; passes over the length. */
    int take(EventBytes in) {
        return switch (code) {
            case TINY, YEAR -> 1;
            case SHORT -> 2;
            case INT24, DATE -> 3;
            case LONG, FLOAT -> 4;
            case LONGLONG, DOUBLE -> 8;
            case BIT, ENUM, SET -> size;
            case TIMESTAMP -> 4 + (size + 1) / 2;
            case DATETIME -> 5 + (size + 1) / 2;
            case TIME -> 3 + (size + 1) / 2;
            case DECIMAL -> digits(size - scale) + digits(scale);
            case STRING -> (int) in.whole(size > 255 ? 2 : 1);
            case VARCHAR, VAR_STRING -> (int) in.whole(size > 255 ? 2 : 1);
            case BLOB, GEOMETRY -> {
                long length = in.whole(size);
                yield length > Integer.MAX_VALUE ? in.skip(length) : (int) length;
            }
            default -> throw EventBytes.bad("The binary log has a value of the type " + code);
        };
    }

    private static int digits(int count) {
        return count / DIGITS_IN_FOUR_BYTES * 4 + BYTES_OF_DIGITS[count % DIGITS_IN_FOUR_BYTES];
    }
}
