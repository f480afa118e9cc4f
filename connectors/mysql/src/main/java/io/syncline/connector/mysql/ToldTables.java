package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Selection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one stream: what the log's numbers stand for at this place of it, and which layouts
 * were told. Used by one thread.
 */
final class ToldTables {
    private final LoggedTables tables;
    private final String database;
    private final Set<String> wanted;
    private final boolean echoes;
    private final Map<Long, Described> described = new HashMap<>();
    private final Map<String, Layout> told = new HashMap<>();

    /** What a number of the log stands for; without a table for one that nobody wants. */
    private record Described(byte[] body, @Nullable LoggedTable table) {}

    /** The tables of a database that are wanted, and with echoes that of signatures. */
    ToldTables(LoggedTables tables, String database, Selection selection) {
        this.tables = tables;
        this.database = database;
        this.wanted = new HashSet<>(selection.collections());
        this.echoes = selection.echoes();
    }

    boolean wants(String name) {
        return wanted.contains(name);
    }

    /** From here on the log's numbers stand for other tables, or for tables that look otherwise. */
    void renumbered() {
        described.clear();
    }

    /**
     * Takes what the log says of a table before its rows.
     *
     * @param changed is told of a layout that is new
     */
    void map(EventBytes in, Consumer<Layout> changed) {
        long number = in.whole(6);
        in.skip(2);
        byte[] body = in.copy(in.left());
        Described known = described.get(number);
        if (known != null && Arrays.equals(known.body(), body)) {
            return;
        }
        TableMap map = TableMap.read(new EventBytes(body, 0, body.length));
        LoggedTable table = null;
        if (map.database().equals(database) && wanted.contains(map.table())) {
            table = tables.describe(map);
            tell(table.layout(), changed);
        } else if (echoes
                && map.database().equals(database)
                && map.table().equals(FlowCheckpoints.TABLE)) {
            table = Author.table(map);
        }
        described.put(number, new Described(body, table));
    }

    /** The table of a number, or null for one that nobody wants. */
    @Nullable LoggedTable numbered(long number) {
        Described known = described.get(number);
        if (known == null) {
            throw EventBytes.bad("The binary log has a row of a table it did not describe");
        }
        return known.table();
    }

    /** Some tables may have another definition now. */
    void redefined(Consumer<Layout> changed) {
        tables.reread();
        described.clear();
        for (String collection : List.copyOf(told.keySet())) {
            Layout now = tables.layout(collection);
            if (now != null) {
                tell(now, changed);
            }
        }
    }

    /** The estimate of rows moves by itself and is no change of the layout; nor do indexes. */
    private void tell(Layout layout, Consumer<Layout> changed) {
        Layout before = told.put(layout.collection(), layout);
        if (before == null
                || !before.fields().equals(layout.fields())
                || !before.key().equals(layout.key())) {
            changed.accept(layout);
        }
    }
}
