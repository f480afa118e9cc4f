package io.syncline.connector.mysql;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A column as the binary log writes it and as rows have it: its values are those that a SELECT
 * gives. Immutable.
 *
 * @param type how the log writes it
 * @param codec what makes values of the server's texts and numbers
 */
record LoggedColumn(LoggedType type, Codec codec, Charset charset) {
    /**
     * A column.
     *
     * @param column what the catalog says, or what is made of the log's words
     */
    static LoggedColumn of(LoggedType type, Column column) {
        Charset charset = Charsets.of(column.collation());
        if (charset == null) {
            throw LoggedTables.unreadable(
                    column.name(), "its texts are of the collation " + column.collation());
        }
        return new LoggedColumn(
                type, new Codec(column.name(), column, ColumnTypes.described(column)), charset);
    }

    String name() {
        return codec.name();
    }

    Column column() {
        return codec.column();
    }

    /** The value in these bytes. Pure. */
    Value value(byte[] bytes, int start, int count) {
        return switch (codec.column().kind()) {
            case WHOLE -> whole(bytes, start, count);
            case EXACT ->
                    codec.number(LoggedNumbers.decimal(bytes, start, type.size(), type.scale()));
            case SINGLE ->
                    new Value.Real(Float.intBitsToFloat((int) EventBytes.little(bytes, start, 4)));
            case DOUBLE ->
                    new Value.Real(Double.longBitsToDouble(EventBytes.little(bytes, start, 8)));
            case CHARACTERS, JSON -> codec.read(Charsets.text(bytes, start, count, charset));
            case BYTES -> new Value.Bytes(padded(bytes, start, count));
            case DATE -> LoggedMoments.date(codec, bytes, start);
            case TIME -> codec.read(LoggedMoments.time(bytes, start, type.size()));
            case DATETIME -> LoggedMoments.datetime(codec, bytes, start, type.size());
            case TIMESTAMP -> LoggedMoments.timestamp(codec, bytes, start, type.size());
            case UUID -> LoggedNumbers.uuid(padded(bytes, start, count));
            case STRANGE -> new Value.Other(column().type(), strange(bytes, start, count));
        };
    }

    private Value whole(byte[] bytes, int start, int count) {
        long number = EventBytes.little(bytes, start, count);
        if (!type.unsigned()) {
            int unused = 64 - 8 * count;
            number = number << unused >> unused;
        } else if (number < 0) {
            return codec.number(new BigDecimal(new BigInteger(Long.toUnsignedString(number))));
        }
        return codec.wanted() instanceof FieldType.Int
                ? new Value.Int(number)
                : codec.number(BigDecimal.valueOf(number));
    }

    /** Of a text of fixed size the log leaves the padding out. */
    private byte[] padded(byte[] bytes, int start, int count) {
        boolean fixed = type.code() == LoggedType.STRING;
        int size = fixed ? Math.max(count, type.size()) : count;
        return Arrays.copyOf(Arrays.copyOfRange(bytes, start, start + count), size);
    }

    private String strange(byte[] bytes, int start, int count) {
        return switch (column().type()) {
            case "enum" -> label((int) EventBytes.little(bytes, start, count));
            case "set" -> labels(EventBytes.little(bytes, start, count));
            case "year" ->
                    bytes[start] == 0 ? "0000" : String.valueOf(1900 + (bytes[start] & 0xff));
            case "bit" -> {
                String digits = Long.toBinaryString(EventBytes.big(bytes, start, count));
                yield "0".repeat(Math.max(0, codec.digits() - digits.length())) + digits;
            }
            case "inet4" -> LoggedNumbers.inet4(padded(bytes, start, count));
            case "inet6" -> LoggedNumbers.inet6(padded(bytes, start, count));
            default -> HexFormat.of().withUpperCase().formatHex(bytes, start, start + count);
        };
    }

    private String label(int number) {
        if (number > type.labels().size()) {
            throw EventBytes.bad("An enumeration has no label " + number);
        }
        // Number 0 is what was written when a wrong value was let pass.
        return number == 0 ? "" : read(type.labels().get(number - 1));
    }

    private String labels(long bits) {
        List<String> there = new ArrayList<>();
        for (int i = 0; i < type.labels().size(); i++) {
            if ((bits >> i & 1) != 0) {
                there.add(read(type.labels().get(i)));
            }
        }
        return String.join(",", there);
    }

    private String read(String label) {
        byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
        return Charsets.text(bytes, 0, bytes.length, charset);
    }
}
