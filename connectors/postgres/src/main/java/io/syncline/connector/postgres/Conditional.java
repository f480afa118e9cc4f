package io.syncline.connector.postgres;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Token;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes writes that demand something of the row they meet, many at a time: the rows are locked and
 * read, compared here value by value (a comparison by the server would follow its collations),
 * written by one statement, and read again, because triggers, defaults and types may have made
 * something else of them. What demands a version only is tried first by one statement for all that.
 */
final class Conditional {
    /** So many at a time: more gain nothing, and their texts are held on both sides. */
    private static final int ROWS_MAX = 1000;

    private static final Outcome MISSING =
            Outcome.refused(Outcome.Kind.MISSING, "No such row, and only some fields are known");

    private final TargetSession session;
    private final TableShapes shapes;
    private final @Nullable Outcome[] outcomes;

    /**
     * Writes to a session.
     *
     * @param outcomes where to note what became of each write, by its index
     */
    Conditional(TargetSession session, TableShapes shapes, @Nullable Outcome[] outcomes) {
        this.session = session;
        this.shapes = shapes;
        this.outcomes = outcomes;
    }

    /** Writes items of one group, each if its row is as expected. */
    void write(List<Item> items) throws SQLException {
        for (int from = 0; from < items.size(); from += ROWS_MAX) {
            part(items.subList(from, Math.min(items.size(), from + ROWS_MAX)));
        }
    }

    /** Locks an item's row, and tells whether it is as demanded. */
    boolean stands(Item item) throws SQLException {
        Expect expect = item.write().expect();
        return expect instanceof Expect.Any
                || met(expect, read(rows(item), List.of(before(item))).getFirst());
    }

    /** Notes what items that demanded something have left, which were written otherwise. */
    void written(List<Item> items) throws SQLException {
        for (Item item : items) {
            if (!(item.write().expect() instanceof Expect.Any)) {
                List<RowId> id = List.of(item.write().change().id());
                Image stored = read(rows(item), id).getFirst().image();
                outcomes[item.index()] = new Outcome.Applied(stored);
            }
        }
    }

    private StoredRows rows(Item item) {
        return new StoredRows(item.shape(), shapes);
    }

    private void part(List<Item> all) throws SQLException {
        StoredRows rows = rows(all.getFirst());
        List<Item> items =
                VersionedUpdate.suits(all)
                        ? new VersionedUpdate(session, rows).write(all, outcomes)
                        : all;
        if (!items.isEmpty()) {
            locked(items, rows);
        }
    }

    private void locked(List<Item> items, StoredRows rows) throws SQLException {
        List<Found.Seen> now = read(rows, items.stream().map(Conditional::before).toList());
        List<Item> there = new ArrayList<>();
        List<Item> fresh = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Image actual = now.get(i).image();
            if (!met(item.write().expect(), now.get(i))) {
                outcomes[item.index()] = new Outcome.Stale(actual);
            } else if (!actual.isAbsent()) {
                there.add(item);
            } else if (item.step() == Item.Step.DELETE) {
                outcomes[item.index()] = new Outcome.Applied(actual);
            } else if (item.whole()) {
                fresh.add(item);
            } else {
                outcomes[item.index()] = MISSING;
            }
        }
        change(there);
        List<Item> written = new ArrayList<>(there);
        List<Item> taken = insert(fresh) ? List.of() : fresh;
        written.addAll(fresh);
        List<Found.Seen> stored =
                read(rows, written.stream().map(item -> item.write().change().id()).toList());
        for (int i = 0; i < written.size(); i++) {
            Item item = written.get(i);
            Image image = stored.get(i).image();
            outcomes[item.index()] =
                    taken.contains(item) ? new Outcome.Stale(image) : new Outcome.Applied(image);
        }
    }

    private List<Found.Seen> read(StoredRows rows, List<RowId> ids) throws SQLException {
        return KeyedRows.read(session.connection(), rows, ids, true);
    }

    /** The row that a write meets. */
    private static RowId before(Item item) {
        Change change = item.write().change();
        RowId from = change.from();
        return from == null ? change.id() : from;
    }

    /** Writes rows that are there, and locked. */
    private void change(List<Item> items) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        Item first = items.getFirst();
        TableShape shape = first.shape();
        switch (first.step()) {
            case DELETE -> run(shape.delete(ColumnArrays.source(shape.key())), items);
            case MOVE -> move(items);
            case UPDATE, INSERT -> {
                if (first.form().writes(Item.Step.UPDATE)) {
                    List<TargetColumn> columns = first.columns();
                    run(shape.update(columns, ColumnArrays.source(columns)), items);
                }
            }
        }
    }

    /**
     * Inserts rows that were not there. A single one may have come meanwhile; of many one that has
     * come is an error, after which each is tried by itself.
     *
     * @return false if the only one has come
     */
    private boolean insert(List<Item> items) throws SQLException {
        if (items.isEmpty()) {
            return true;
        }
        Item first = items.getFirst();
        List<TargetColumn> columns = first.columns();
        if (items.size() == 1) {
            String sql = first.shape().insertNew(columns, TableShape.parameters(columns));
            return session.update(sql, first.texts()) > 0;
        }
        run(first.shape().insert(columns, ColumnArrays.source(columns)), items);
        return true;
    }

    private void run(String sql, List<Item> items) throws SQLException {
        boolean deletes = items.getFirst().step() == Item.Step.DELETE;
        List<@Nullable String[]> rows = new ArrayList<>(items.size());
        for (Item item : items) {
            rows.add(deletes ? Item.key(item.write().change().id()) : item.texts());
        }
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            ColumnArrays.bind(statement, rows);
            statement.execute();
        }
    }

    private void move(List<Item> items) throws SQLException {
        Item first = items.getFirst();
        String sql = first.shape().move(first.columns());
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            for (Item item : items) {
                @Nullable String[] texts = item.texts();
                @Nullable String[] key = Item.key(before(item));
                @Nullable String[] parameters = Arrays.copyOf(texts, texts.length + key.length);
                System.arraycopy(key, 0, parameters, texts.length, key.length);
                TargetSession.bind(statement, 0, parameters);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static boolean met(Expect expect, Found.Seen now) {
        return switch (expect) {
            case Expect.Any _ -> true;
            case Expect.Unchanged(Token token) -> token.equals(now.token());
            case Expect.Same(Image image) -> done(image, now.image());
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
}
