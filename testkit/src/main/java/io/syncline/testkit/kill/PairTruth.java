package io.syncline.testkit.kill;

import io.syncline.testkit.system.Export;
import io.syncline.testkit.system.Export.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What two ends must hold once nobody writes and all is delivered, found out without a word of the
 * sync's own but what its store keeps for people. Used by one thread.
 */
final class PairTruth {
    /** What the rules decide: equal at both ends, whoever still has to decide the note. */
    private static final Map<String, Kind> DECIDED =
            Map.of("id", Kind.NUMBER, "name", Kind.TEXT, "stock", Kind.NUMBER);

    /**
     * A row as an end has it.
     *
     * @param stock its counter
     */
    private record Account(@Nullable String name, @Nullable String note, long stock) {}

    /**
     * A name that an end's row got.
     *
     * @param was the one before
     */
    private record Renamed(long id, @Nullable String was, String name) {}

    private final List<Pairing.Side> sides;
    private final StoreFile store;
    private int lost;
    private int waiting;

    /** About these ends and this server's store. */
    PairTruth(List<Pairing.Side> sides, StoreFile store) {
        this.sides = sides;
        this.store = store;
    }

    /** How many names had lost to the other end's when it was last checked. */
    int lost() {
        return lost;
    }

    /** How many rows waited for a person when it was last checked. */
    int waiting() {
        return waiting;
    }

    /** What is not as it must be by now, in words: nothing once all is delivered. */
    List<String> wrong() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> sums = new ArrayList<>();
        List<Map<Long, Account>> rows = new ArrayList<>();
        for (Pairing.Side side : sides) {
            try (Connection connection = side.connect()) {
                sums.add(new Export(connection).sha256("account", DECIDED));
                rows.add(rows(connection));
            }
        }
        compare(rows.getFirst(), rows.getLast(), wrong);
        if (wrong.isEmpty() && !sums.getFirst().equals(sums.getLast())) {
            wrong.add("the exports differ");
        }
        if (wrong.isEmpty()) {
            truth(rows, wrong);
            histories(wrong);
        }
        return wrong;
    }

    private void compare(Map<Long, Account> ours, Map<Long, Account> theirs, List<String> wrong)
            throws Exception {
        Set<Long> differing = new TreeSet<>();
        Set<Long> all = new TreeSet<>(ours.keySet());
        all.addAll(theirs.keySet());
        for (long id : all) {
            Account here = ours.get(id);
            Account there = theirs.get(id);
            if (here == null
                    || there == null
                    || here.stock() != there.stock()
                    || !Objects.equals(here.name(), there.name())) {
                wrong.add(id + ": " + here + " and " + there);
            } else if (!Objects.equals(here.note(), there.note())) {
                differing.add(id);
            }
        }
        Map<Long, String> waits = store.waiting();
        waits.forEach(
                (id, what) -> {
                    if (!what.endsWith("\tnote") || what.contains("\n")) {
                        wrong.add(id + " waits for " + what);
                    }
                });
        if (!differing.equals(new TreeSet<>(waits.keySet()))) {
            wrong.add("notes differ of " + differing + ", and wait of " + waits.keySet());
        }
        waiting = waits.size();
    }

    private static Map<Long, Account> rows(Connection connection) throws SQLException {
        Map<Long, Account> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select id, name, note, stock from account")) {
            while (row.next()) {
                rows.put(row.getLong(1), account(row, 2));
            }
        }
        return rows;
    }

    private static Account account(ResultSet row, int at) throws SQLException {
        return new Account(row.getString(at), row.getString(at + 1), row.getLong(at + 2));
    }

    /** Counters are what they began with and all that was committed; the rest as last written. */
    private void truth(List<Map<Long, Account>> rows, List<String> wrong) throws SQLException {
        Map<Long, Long> counted = new HashMap<>();
        Map<Long, Optional<Account>> own = new HashMap<>();
        for (Pairing.Side side : sides) {
            try (Connection connection = side.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "select id, op, name, note, stock from journal order by n")) {
                while (row.next()) {
                    long id = row.getLong(1);
                    switch (row.getString(2)) {
                        case "S" -> counted.merge(id, row.getLong(5), Long::sum);
                        case "W" -> own.put(id, Optional.of(account(row, 3)));
                        default -> own.put(id, Optional.empty());
                    }
                }
            }
        }
        for (Map<Long, Account> there : rows) {
            counted.forEach(
                    (id, by) -> {
                        Account row = there.get(id);
                        if (row == null || row.stock() != Pairing.STOCK + by) {
                            wrong.add(id + ": " + row + " counts to " + (Pairing.STOCK + by));
                        }
                    });
            own.forEach(
                    (id, account) -> {
                        if (!account.equals(Optional.ofNullable(there.get(id)))) {
                            wrong.add(id + ": " + there.get(id) + " was written " + account);
                        }
                    });
        }
    }

    /** A name comes to an end once; one that never came to the other end is in the history. */
    private void histories(List<String> wrong) throws Exception {
        List<List<Renamed>> told = new ArrayList<>();
        List<Set<String>> came = new ArrayList<>();
        for (Pairing.Side side : sides) {
            List<Renamed> names = names(side);
            Set<String> once = new HashSet<>();
            for (Renamed each : names) {
                if (!once.add(each.name())) {
                    wrong.add(each + " came again in " + side.server());
                }
            }
            told.add(names);
            came.add(once);
        }
        Map<Long, String> shown = store.shown();
        lost = 0;
        for (int i = 0; i < sides.size(); i++) {
            String mine = sides.get(i).mark();
            for (Renamed each : told.get(i)) {
                String was = each.was();
                if (was != null
                        && was.startsWith(mine)
                        && !each.name().startsWith(mine)
                        && !came.get(1 - i).contains(was)) {
                    lost++;
                    if (!shown.getOrDefault(each.id(), "").contains('"' + was + '"')) {
                        wrong.add(each + " is lost, and not in the history");
                    }
                }
            }
        }
    }

    private static List<Renamed> names(Pairing.Side side) throws SQLException {
        List<Renamed> names = new ArrayList<>();
        try (Connection connection = side.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select id, was, name from names order by n")) {
            while (row.next()) {
                names.add(new Renamed(row.getLong(1), row.getString(2), row.getString(3)));
            }
        }
        return names;
    }
}
