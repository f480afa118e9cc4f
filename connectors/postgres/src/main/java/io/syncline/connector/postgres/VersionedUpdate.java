package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes rows that are still of the version in which they were looked at, and tells what it
 * stored, by one statement: the server compares the versions of the very rows that it changes. Of a
 * table where something could change a row once more after that, as triggers do, it changes none.
 */
final class VersionedUpdate {
    private static final String VERSION = "syncline_v";

    private final TargetSession session;
    private final StoredRows rows;

    VersionedUpdate(TargetSession session, StoredRows rows) {
        this.session = session;
        this.rows = rows;
    }

    /** Whether items of one group may be tried so. */
    static boolean suits(List<Item> items) {
        Item first = items.getFirst();
        return first.step() == Item.Step.UPDATE
                && first.form().writes(Item.Step.UPDATE)
                && items.stream().allMatch(VersionedUpdate::demandsAVersion);
    }

    private static boolean demandsAVersion(Item item) {
        return item.write().expect() instanceof Expect.Unchanged;
    }

    /**
     * Writes items of one group.
     *
     * @param outcomes where to note what became of those it has written, by their index
     * @return the others: that are of another version, are not there, are so already, or are in a
     *     table that is more than that
     */
    List<Item> write(List<Item> items, @Nullable Outcome[] outcomes) throws SQLException {
        boolean[] done = new boolean[items.size()];
        try (PreparedStatement statement = session.connection().prepareStatement(sql(items))) {
            ColumnArrays.bind(statement, items.stream().map(VersionedUpdate::texts).toList());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int place = row.getInt(1) - 1;
                    done[place] = true;
                    outcomes[items.get(place).index()] = new Outcome.Applied(rows.image(row, 2));
                }
            }
        }
        List<Item> left = new ArrayList<>();
        for (int i = 0; i < done.length; i++) {
            if (!done[i]) {
                left.add(items.get(i));
            }
        }
        return left;
    }

    private static String sql(List<Item> items) {
        Item first = items.getFirst();
        TableShape shape = first.shape();
        List<TargetColumn> columns = first.columns();
        return shape.update(columns, ColumnArrays.source(columns, List.of(VERSION)))
                + " AND "
                + TableShape.VERSION
                + " = s."
                + VERSION
                + " AND (SELECT c.relkind = 'r' AND NOT (c.relhastriggers OR c.relhasrules OR"
                + " c.relhassubclass) FROM pg_catalog.pg_class c WHERE c.oid = "
                + PgName.literal(shape.table())
                + "::regclass) RETURNING s."
                + TableShape.NUMBER
                + ", "
                + shape.selected();
    }

    private static @Nullable String[] texts(Item item) {
        @Nullable String[] texts = item.texts();
        @Nullable String[] all = Arrays.copyOf(texts, texts.length + 1);
        if (item.write().expect() instanceof Expect.Unchanged(var token)) {
            all[texts.length] = token.text();
        }
        return all;
    }
}
