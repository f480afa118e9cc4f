package io.syncline.connector.postgres;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Token;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows of one table by their keys, all in one statement. */
final class KeyedRows {
    private static final Found.Seen ABSENT = new Found.Seen(Image.absent(), new Token("absent"));

    private KeyedRows() {}

    /**
     * The rows of these ids, in their order.
     *
     * @param locked whether nobody else may change them until the transaction ends
     */
    static List<Found.Seen> read(
            Connection connection, StoredRows rows, List<RowId> ids, boolean locked)
            throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        TableShape shape = rows.shape();
        String sql =
                "SELECT s."
                        + TableShape.NUMBER
                        + ", "
                        + shape.selected()
                        + " FROM "
                        + ColumnArrays.source(shape.key())
                        + " s JOIN "
                        + shape.table()
                        + " d ON "
                        + shape.sameKey()
                        + (locked ? " FOR UPDATE OF d" : "");
        Found.Seen[] found = new Found.Seen[ids.size()];
        Arrays.fill(found, ABSENT);
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            List<@Nullable String[]> keys = new ArrayList<>(ids.size());
            ids.forEach(id -> keys.add(Item.key(id)));
            ColumnArrays.bind(query, keys);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found[row.getInt(1) - 1] =
                            new Found.Seen(rows.image(row, 2), rows.token(row, 2));
                }
            }
        }
        return Collections.unmodifiableList(Arrays.asList(found));
    }
}
