package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Fineness;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table as the server describes it.
 *
 * @param name as the server spells it
 * @param type its type without length, in lower case
 * @param fullType its type with length and signedness, in lower case
 * @param length characters or bytes that it holds; -1 where that means nothing
 * @param precision digits of a decimal; 0 for others
 * @param scale digits after the point, of a decimal
 * @param fraction digits of the second, of a time
 * @param collation of a text, or null
 * @param nullable whether NULL may stand there
 * @param defaulted whether an insert may leave it out
 * @param generated whether nobody can write it
 * @param counter whether it is an auto-increment
 * @param json whether it takes JSON documents only
 */
record Column(
        String name,
        String type,
        String fullType,
        long length,
        int precision,
        int scale,
        int fraction,
        @Nullable String collation,
        boolean nullable,
        boolean defaulted,
        boolean generated,
        boolean counter,
        boolean json) {
    /** What kinds of content there are, as far as writing is concerned. */
    enum Kind {
        WHOLE,
        EXACT,
        SINGLE,
        DOUBLE,
        CHARACTERS,
        JSON,
        BYTES,
        DATE,
        TIME,
        DATETIME,
        TIMESTAMP,
        UUID,
        STRANGE
    }

    Kind kind() {
        return switch (type) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> Kind.WHOLE;
            case "decimal" -> Kind.EXACT;
            case "float" -> Kind.SINGLE;
            case "double" -> Kind.DOUBLE;
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
                    json ? Kind.JSON : Kind.CHARACTERS;
            case "json" -> Kind.JSON;
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> Kind.BYTES;
            case "date" -> Kind.DATE;
            case "time" -> Kind.TIME;
            case "datetime" -> Kind.DATETIME;
            case "timestamp" -> Kind.TIMESTAMP;
            case "uuid" -> Kind.UUID;
            default -> Kind.STRANGE;
        };
    }

    /** How many digits of a second a time has here. */
    int secondDigits() {
        return switch (kind()) {
            case TIME, DATETIME, TIMESTAMP -> Integer.min(fraction, Fineness.DIGITS_MAX);
            default -> Fineness.DIGITS_MAX;
        };
    }

    boolean unsigned() {
        return fullType.contains("unsigned");
    }

    /** Bits of a whole number. */
    int bits() {
        return switch (type) {
            case "tinyint" -> 8;
            case "smallint" -> 16;
            case "mediumint" -> 24;
            case "int" -> 32;
            default -> 64;
        };
    }

    /** Whether the server pads it with blanks or zeros, or strips them. */
    boolean padded() {
        return type.equals("char") || type.equals("binary");
    }

    /** Whether its length counts characters; the texts of fixed sizes count bytes. */
    boolean countsCharacters() {
        return type.equals("char") || type.equals("varchar");
    }

    /** Whether two texts are equal for the server only when they are the same. */
    boolean comparesExactly() {
        return collation == null
                || collation.equals("binary")
                || collation.endsWith("_nopad_bin")
                || collation.equals("utf8mb4_0900_bin");
    }

    /** Whether every character there is fits in. */
    boolean holdsUnicode() {
        return collation == null || collation.toLowerCase(Locale.ROOT).startsWith("utf8mb4");
    }
}
