package io.syncline.connector.mysql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the binary log says of a table before its rows: how they are written at this place of the
 * log, whatever the table looks like now.
 *
 * @param database the table's
 * @param types of all columns in order
 * @param nullable of all columns in order
 * @param names of all columns in order; null if the server does not write them
 * @param key the places of the primary key's columns in its order; null if it has none
 */
record TableMap(
        String database,
        String table,
        List<LoggedType> types,
        List<Boolean> nullable,
        @Nullable List<String> names,
        @Nullable List<Integer> key) {
    private static final int COLUMNS_MAX = 4096;
    private static final int SIGNS = 1;
    private static final int DEFAULT_COLLATION = 2;
    private static final int COLLATIONS = 3;
    private static final int NAMES = 4;
    private static final int SET_LABELS = 5;
    private static final int ENUM_LABELS = 6;
    private static final int KEY = 8;
    private static final int KEY_WITH_PREFIX = 9;

    /** Reads the event's body behind the table's number and flags. */
    static TableMap read(EventBytes in) {
        String database = in.text((int) in.whole(1));
        in.skip(1);
        String table = in.text((int) in.whole(1));
        in.skip(1);
        int count = in.length();
        if (count > COLUMNS_MAX) {
            throw EventBytes.bad("A table of the binary log has " + count + " columns");
        }
        int codes = in.skip(count);
        EventBytes details = in.part(in.length());
        List<LoggedType> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(type(in.array()[codes + i] & 0xff, details));
        }
        int nulls = in.skip((count + 7) / 8);
        List<Boolean> nullable = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nullable.add(EventBytes.bit(in.array(), nulls, i));
        }
        Rest rest = new Rest(types);
        while (in.left() > 0) {
            int what = (int) in.whole(1);
            rest.take(what, in.part(in.length()));
        }
        return new TableMap(database, table, rest.types, nullable, rest.names, rest.key);
    }

    private static LoggedType type(int code, EventBytes details) {
        int size = 0;
        int scale = 0;
        int real = code;
        switch (code) {
            case LoggedType.FLOAT,
                    LoggedType.DOUBLE,
                    LoggedType.BLOB,
                    LoggedType.GEOMETRY,
                    LoggedType.TIME,
                    LoggedType.DATETIME,
                    LoggedType.TIMESTAMP,
                    140 ->
                    size = (int) details.whole(1);
            case LoggedType.VARCHAR, 141 -> size = (int) details.whole(2);
            case LoggedType.BIT -> {
                int bits = (int) details.whole(1);
                size = (int) details.whole(1) + (bits > 0 ? 1 : 0);
                scale = bits;
            }
            case LoggedType.DECIMAL -> {
                size = (int) details.whole(1);
                scale = (int) details.whole(1);
            }
            case LoggedType.STRING, LoggedType.VAR_STRING, LoggedType.ENUM, LoggedType.SET -> {
                int first = (int) details.whole(1);
                int second = (int) details.whole(1);
                boolean wide = (first & 0x30) != 0x30;
                real = wide ? first | 0x30 : first;
                size = wide ? second | ((first & 0x30) ^ 0x30) << 4 : second;
            }
            default -> {}
        }
        check(real, size, scale);
        return new LoggedType(real, size, scale, false, 0, List.of());
    }

    private static void check(int code, int size, int scale) {
        boolean right =
                switch (code) {
                    case LoggedType.BLOB, LoggedType.GEOMETRY, LoggedType.SET, LoggedType.BIT ->
                            size >= 1 && size <= 8;
                    case LoggedType.ENUM -> size == 1 || size == 2;
                    case LoggedType.TIME, LoggedType.DATETIME, LoggedType.TIMESTAMP -> size <= 6;
                    case LoggedType.DECIMAL -> size >= 1 && size <= 65 && scale <= size;
                    default -> true;
                };
        if (!right) {
            throw EventBytes.bad("The binary log has a type " + code + " of the size " + size);
        }
    }

    /** The parts that a server writes only if it is told to. */
    private static final class Rest {
        private final List<LoggedType> types;
        private @Nullable List<String> names;
        private @Nullable List<Integer> key;

        Rest(List<LoggedType> types) {
            this.types = new ArrayList<>(types);
        }

        void take(int what, EventBytes in) {
            switch (what) {
                case SIGNS -> signs(in);
                case DEFAULT_COLLATION -> defaultCollation(in);
                case COLLATIONS ->
                        each(
                                LoggedType::character,
                                i -> types.set(i, types.get(i).collated(in.length())));
                case NAMES -> {
                    List<String> all = new ArrayList<>();
                    types.forEach(_ -> all.add(in.text(in.length())));
                    names = List.copyOf(all);
                }
                case SET_LABELS -> each(code -> code == LoggedType.SET, i -> labels(i, in));
                case ENUM_LABELS -> each(code -> code == LoggedType.ENUM, i -> labels(i, in));
                case KEY, KEY_WITH_PREFIX -> {
                    List<Integer> places = new ArrayList<>();
                    while (in.left() > 0) {
                        places.add(place(in.length()));
                        if (what == KEY_WITH_PREFIX) {
                            in.length();
                        }
                    }
                    key = List.copyOf(places);
                }
                default -> {}
            }
        }

        private int place(int column) {
            if (column >= types.size()) {
                throw EventBytes.cut();
            }
            return column;
        }

        private void signs(EventBytes in) {
            int start = in.at();
            int[] number = {0};
            each(
                    LoggedType::numeric,
                    i -> {
                        int bit = number[0]++;
                        if (bit / 8 >= in.left()) {
                            throw EventBytes.cut();
                        }
                        boolean without = (in.array()[start + bit / 8] >> (7 - bit % 8) & 1) != 0;
                        types.set(i, types.get(i).signed(without));
                    });
        }

        private void defaultCollation(EventBytes in) {
            int standard = in.length();
            List<Integer> characters = new ArrayList<>();
            each(
                    LoggedType::character,
                    i -> {
                        types.set(i, types.get(i).collated(standard));
                        characters.add(i);
                    });
            while (in.left() > 0) {
                int number = in.length();
                int collation = in.length();
                if (number >= characters.size()) {
                    throw EventBytes.cut();
                }
                int i = characters.get(number);
                types.set(i, types.get(i).collated(collation));
            }
        }

        private void labels(int i, EventBytes in) {
            int count = in.length();
            List<String> labels = new ArrayList<>();
            for (int each = 0; each < count; each++) {
                // In the column's character set, which the catalog knows: kept byte by byte.
                int length = in.length();
                labels.add(
                        new String(
                                in.array(), in.skip(length), length, StandardCharsets.ISO_8859_1));
            }
            types.set(i, types.get(i).labelled(labels));
        }

        private void each(IntPredicate codes, java.util.function.IntConsumer what) {
            for (int i = 0; i < types.size(); i++) {
                if (codes.test(types.get(i).code())) {
                    what.accept(i);
                }
            }
        }
    }
}
