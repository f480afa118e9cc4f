package io.syncline.cli.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of both ends that asks nobody but the databases: every row read from each, and the
 * stock held against the ledger.
 *
 * @param rows how many rows the first end has
 * @param excused how many values differ that wait for a person
 * @param wrong what differs and should not, in words
 */
record Balance(long rows, int excused, List<String> wrong) {
    /** Copies the list. */
    Balance {
        wrong = List.copyOf(wrong);
    }

    /** Reads both. */
    static Balance of(Connection shop, Connection till, Goods goods, List<Undecided.Row> waiting)
            throws SQLException {
        Weighing weighing = new Weighing(goods, waiting);
        for (String table : Goods.TABLES.keySet()) {
            weighing.compare(table, Goods.rows(shop, table), Goods.rows(till, table));
        }
        return new Balance(weighing.rows, weighing.excused, weighing.wrong);
    }

    /** The comparison at work. */
    private static final class Weighing {
        private final Goods goods;
        private final List<Undecided.Row> waiting;
        private final List<String> wrong = new ArrayList<>();
        private long rows;
        private int excused;

        private Weighing(Goods goods, List<Undecided.Row> waiting) {
            this.goods = goods;
            this.waiting = waiting;
        }

        private void compare(
                String table, Map<Long, List<String>> ours, Map<Long, List<String>> theirs) {
            rows += ours.size();
            List<String> fields = Goods.TABLES.getOrDefault(table, List.of());
            TreeSet<Long> keys = new TreeSet<>(ours.keySet());
            keys.addAll(theirs.keySet());
            for (long key : keys) {
                for (int i = 0; i < fields.size(); i++) {
                    String here = value(ours.get(key), i);
                    String there = value(theirs.get(key), i);
                    look(table, key, fields.get(i), here, there);
                }
            }
        }

        private void look(String table, long key, String field, String here, String there) {
            boolean same = here.equals(there);
            if (waiting.stream().anyMatch(row -> row.excuses(table, key, field))) {
                excused += same ? 0 : 1;
            } else if (!same) {
                wrong.add(
                        "%s of %s %d: %s at the shop, %s at the till"
                                .formatted(field, table, key, here, there));
            } else if (table.equals("stock")) {
                String booked = Integer.toString(goods.booked((int) key));
                if (!booked.equals(here)) {
                    wrong.add("stock %d: %s, but %s were booked".formatted(key, here, booked));
                }
            }
        }

        private static String value(@Nullable List<String> row, int place) {
            return row == null ? "no row" : row.get(place);
        }
    }

    /** Whether nothing differs that should not. */
    boolean even() {
        return wrong.isEmpty();
    }
}
