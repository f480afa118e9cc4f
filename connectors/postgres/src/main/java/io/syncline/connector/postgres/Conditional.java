package io.syncline.connector.postgres;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Token;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes writes that demand something of the row they meet: the row is locked, compared here value
 * by value (a comparison by the server would follow its collations), and written.
 */
final class Conditional {
    /** What a look-up's token says of a row that is not there. */
    static final Token ABSENT = new Token("absent");

    private final TargetSession session;
    private final TableShapes shapes;

    Conditional(TargetSession session, TableShapes shapes) {
        this.session = session;
        this.shapes = shapes;
    }

    private record Locked(Image image, Token token) {}

    /** Writes one item if the row is as expected. */
    Outcome write(Item item) throws SQLException {
        var change = item.write().change();
        RowId from = change.from();
        StoredRows rows = new StoredRows(item.shape(), shapes);
        Locked now = lock(rows, from == null ? change.id() : from);
        if (!met(item.write().expect(), now)) {
            return new Outcome.Stale(now.image);
        }
        if (change.after().isAbsent()) {
            TableShape shape = item.shape();
            session.update(shape.delete(TableShape.parameters(shape.key())), Item.key(change.id()));
            return applied(Image.absent());
        }
        if (now.image.isAbsent()) {
            return insert(item, rows);
        }
        update(item, from);
        return applied(lock(rows, change.id()).image);
    }

    private Outcome insert(Item item, StoredRows rows) throws SQLException {
        if (!item.whole()) {
            return Outcome.refused(
                    Outcome.Kind.MISSING, "No such row, and only some fields are known");
        }
        List<TargetColumn> columns = item.columns();
        String sql = item.shape().insertNew(columns, TableShape.parameters(columns));
        int inserted = session.update(sql, item.texts());
        Image stored = lock(rows, item.write().change().id()).image;
        // Else somebody inserted it after we had looked.
        return inserted == 0 ? new Outcome.Stale(stored) : applied(stored);
    }

    private void update(Item item, @Nullable RowId from) throws SQLException {
        List<TargetColumn> columns = item.columns();
        @Nullable String[] texts = item.texts();
        if (from == null) {
            session.update(item.shape().update(columns, TableShape.parameters(columns)), texts);
            return;
        }
        @Nullable String[] key = Item.key(from);
        @Nullable String[] parameters = Arrays.copyOf(texts, texts.length + key.length);
        System.arraycopy(key, 0, parameters, texts.length, key.length);
        session.update(item.shape().move(columns), parameters);
    }

    private static Outcome applied(Image stored) {
        return new Outcome.Applied(stored);
    }

    private static boolean met(Expect expect, Locked now) {
        return switch (expect) {
            case Expect.Any _ -> true;
            case Expect.Unchanged(Token token) -> token.equals(now.token);
            case Expect.Same(Image image) -> done(image, now.image);
        };
    }

    /** Whether a row is as an image says, as far as the image says anything. */
    private static boolean done(Image wanted, Image actual) {
        Row row = wanted.row();
        Row stored = actual.row();
        return row == null || stored == null
                ? wanted.isAbsent() && actual.isAbsent()
                : row.within(stored);
    }

    private Locked lock(StoredRows rows, RowId id) throws SQLException {
        TableShape shape = rows.shape();
        String sql =
                "SELECT "
                        + shape.selected()
                        + " FROM "
                        + shape.table()
                        + " d, "
                        + TableShape.parameters(shape.key())
                        + " s WHERE "
                        + shape.sameKey()
                        + " FOR UPDATE OF d";
        try (PreparedStatement query = session.connection().prepareStatement(sql)) {
            TargetSession.bind(query, 0, Item.key(id));
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new Locked(rows.image(row, 1), rows.token(row, 1))
                        : new Locked(Image.absent(), ABSENT);
            }
        }
    }
}
