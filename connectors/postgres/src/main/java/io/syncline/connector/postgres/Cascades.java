package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.ChildrenFirst;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which rows of some tables a delete would take along. For one transaction. */
final class Cascades implements ChildrenFirst.Family {
    private static final String CASCADING =
            """
            SELECT n.nspname || '.' || c.relname,
                   ARRAY(SELECT quote_ident(a.attname) FROM unnest(f.conkey) WITH ORDINALITY k(no, i)
                           JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.no
                          ORDER BY k.i),
                   ARRAY(SELECT quote_ident(a.attname) FROM unnest(f.confkey) WITH ORDINALITY k(no, i)
                           JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.no
                          ORDER BY k.i)
              FROM pg_constraint f
              JOIN pg_class c ON c.oid = f.conrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE f.contype = 'f' AND f.confdeltype::text = ANY(?) AND f.conparentid = 0
               AND f.confrelid = to_regclass(?)
            """;

    /**
     * How a delete is passed on that concerns us. Where the server passes on nothing, rows that it
     * would otherwise change have to be changed first as well.
     */
    private static final String[] DELETING = {"c"};

    private static final String[] PASSED_ON = {"c", "n", "d"};

    /** So many are named; the rest is found when these are gone. */
    private static final int CHILDREN_MAX = 100;

    private final Connection connection;
    private final boolean suppressing;
    private final TableShapes shapes;
    private final Set<String> kept;
    private final Map<String, List<Child>> known = new HashMap<>();

    /**
     * @param kept the tables whose rows are not to go along
     */
    Cascades(TargetSession session, TableShapes shapes, Set<String> kept) {
        this.connection = session.connection();
        this.suppressing = session.suppressing();
        this.shapes = shapes;
        this.kept = Set.copyOf(kept);
    }

    /**
     * A foreign key that passes deletes on.
     *
     * @param collection whose rows go along
     * @param fields what of them refers
     * @param to what they refer to, in the same order
     */
    private record Child(String collection, List<String> fields, List<String> to) {
        String exists() {
            return "EXISTS (SELECT FROM %s c WHERE %s)"
                    .formatted(PgName.table(collection), same("c", "d"));
        }

        /** Whether a child is one of a parent's. */
        String same(String child, String parent) {
            List<String> same = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                same.add(child + "." + fields.get(i) + " = " + parent + "." + to.get(i));
            }
            return String.join(" AND ", same);
        }
    }

    @Override
    public boolean passesOn(String collection) throws SQLException {
        return !children(collection).isEmpty();
    }

    private List<Child> children(String collection) throws SQLException {
        List<Child> found = known.get(collection);
        if (found == null) {
            found = shapes.of(collection, connection).referred() ? read(collection) : List.of();
            known.put(collection, found);
        }
        return found;
    }

    private List<Child> read(String collection) throws SQLException {
        List<Child> children = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(CASCADING)) {
            query.setArray(1, connection.createArrayOf("text", suppressing ? PASSED_ON : DELETING));
            query.setString(2, PgName.table(collection));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String child = row.getString(1);
                    if (kept.contains(child)) {
                        children.add(
                                new Child(child, names(row.getArray(2)), names(row.getArray(3))));
                    }
                }
            }
        }
        return children;
    }

    private static List<String> names(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    @Override
    public List<RowId> children(RowId parent) throws SQLException {
        TableShape to = shapes.of(parent.collection(), connection);
        String one =
                "(SELECT d.* FROM %s s JOIN %s d ON %s)"
                        .formatted(ColumnArrays.source(to.key()), to.table(), to.sameKey());
        List<RowId> found = new ArrayList<>();
        for (Child child : children(parent.collection())) {
            TableShape shape = shapes.of(child.collection(), connection);
            StoredRows rows = new StoredRows(shape, shapes);
            String sql =
                    "SELECT %s FROM %s p JOIN %s d ON %s LIMIT %d"
                            .formatted(
                                    shape.selected(),
                                    one,
                                    shape.table(),
                                    child.same("d", "p"),
                                    CHILDREN_MAX);
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                ColumnArrays.bind(query, Collections.singletonList(Item.key(parent)));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(id(shape, rows.image(row, 1)));
                    }
                }
            }
        }
        return found;
    }

    private static RowId id(TableShape shape, Image image) {
        Row row = Objects.requireNonNull(image.row());
        List<Value> key = new ArrayList<>();
        shape.key().forEach(each -> key.add(Objects.requireNonNull(row.get(each.name()))));
        return new RowId(shape.collection(), key);
    }

    /** Who is locked for an update gets no row that refers to him. */
    @Override
    public Set<RowId> parents(String collection, List<RowId> ids) throws SQLException {
        TableShape shape = shapes.of(collection, connection);
        KeyedRows.read(connection, new StoredRows(shape, shapes), ids, true);
        List<String> exist = children(collection).stream().map(Child::exists).toList();
        String sql =
                "SELECT s.%s FROM %s s JOIN %s d ON %s WHERE %s"
                        .formatted(
                                TableShape.NUMBER,
                                ColumnArrays.source(shape.key()),
                                shape.table(),
                                shape.sameKey(),
                                String.join(" OR ", exist));
        Set<RowId> parents = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            ColumnArrays.bind(query, ids.stream().map(Item::key).toList());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    parents.add(ids.get(row.getInt(1) - 1));
                }
            }
        }
        return parents;
    }
}
