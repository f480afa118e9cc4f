package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.ChildrenFirst;
import io.syncline.connector.jdbc.QuotedName;
import io.syncline.core.change.RowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rows of some tables a delete would take along. For one transaction. */
final class Cascades implements ChildrenFirst.Family {
    private static final String CASCADING =
            """
            SELECT k.referenced_table_name, k.constraint_name, k.table_name, k.column_name,
                   k.referenced_column_name
              FROM information_schema.referential_constraints r
              JOIN information_schema.key_column_usage k
                ON k.constraint_schema = r.constraint_schema AND k.table_name = r.table_name
               AND k.constraint_name = r.constraint_name
             WHERE r.constraint_schema = DATABASE() AND r.delete_rule = 'CASCADE'
               AND k.referenced_table_schema = DATABASE()
             ORDER BY k.table_name, k.constraint_name, k.ordinal_position
            """;

    /** So many are named; the rest is found when these are gone. */
    private static final int CHILDREN_MAX = 100;

    private final Connection connection;
    private final Shapes shapes;
    private final Set<String> kept;
    private @Nullable Map<String, Map<String, Child>> known;

    /**
     * @param kept the tables whose rows are not to go along
     */
    Cascades(Connection connection, Shapes shapes, Set<String> kept) {
        this.connection = connection;
        this.shapes = shapes;
        this.kept = Set.copyOf(kept);
    }

    /**
     * A foreign key that cascades.
     *
     * @param table whose rows go along
     * @param same what of them equals what, one condition for each field
     */
    private record Child(String table, List<String> same) {
        String exists() {
            return "EXISTS (SELECT 1 FROM %s c WHERE %s)"
                    .formatted(QuotedName.of(table, '`'), String.join(" AND ", same));
        }
    }

    @Override
    public boolean passesOn(String collection) throws SQLException {
        return !children(collection).isEmpty();
    }

    private Map<String, Child> children(String collection) throws SQLException {
        if (known == null) {
            known = read();
        }
        return known.getOrDefault(collection, Map.of());
    }

    private Map<String, Map<String, Child>> read() throws SQLException {
        Map<String, Map<String, Child>> found = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(CASCADING);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String parent = row.getString(1);
                String table = row.getString(3);
                if (kept.contains(table)) {
                    found.computeIfAbsent(parent, _ -> new HashMap<>())
                            .computeIfAbsent(
                                    table + " " + row.getString(2),
                                    _ -> new Child(table, new ArrayList<>()))
                            .same()
                            .add(
                                    "c.%s = %s.%s"
                                            .formatted(
                                                    QuotedName.of(row.getString(4), '`'),
                                                    QuotedName.of(parent, '`'),
                                                    QuotedName.of(row.getString(5), '`')));
                }
            }
        }
        return found;
    }

    @Override
    public List<RowId> children(RowId parent) throws SQLException {
        Shape to = shapes.of(parent.collection());
        List<@Nullable Object> key = to.key(parent);
        List<RowId> found = new ArrayList<>();
        if (key == null) {
            return found;
        }
        for (Child child : children(parent.collection()).values()) {
            Shape shape = shapes.of(child.table());
            String sql =
                    "SELECT %s FROM %s c WHERE EXISTS (SELECT 1 FROM %s WHERE (%s) AND %s) LIMIT %d"
                            .formatted(
                                    shape.selected(shape.allCodecs()),
                                    shape.table().quoted(),
                                    to.table().quoted(),
                                    to.keyIn(1),
                                    String.join(" AND ", child.same()),
                                    CHILDREN_MAX);
            try (PreparedStatement query = connection.prepareStatement(sql + " FOR UPDATE")) {
                Sql.bind(query, List.of(key));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(shape.id(shape.row(row)));
                    }
                }
            }
        }
        return found;
    }

    /** By locking reads: others see what was committed when the transaction began. */
    @Override
    public Set<RowId> parents(String collection, List<RowId> ids) throws SQLException {
        Shape shape = shapes.of(collection);
        new RowLookup(connection, shapes).locked(shape, ids);
        List<String> exist =
                children(collection).values().stream().map(Child::exists).sorted().toList();
        Set<RowId> parents = new HashSet<>();
        for (RowId id : ids) {
            List<@Nullable Object> key = shape.key(id);
            if (key != null) {
                String sql =
                        "SELECT 1 FROM %s WHERE (%s) AND (%s) FOR UPDATE"
                                .formatted(
                                        shape.table().quoted(),
                                        shape.keyIn(1),
                                        String.join(" OR ", exist));
                try (PreparedStatement query = connection.prepareStatement(sql)) {
                    Sql.bind(query, List.of(key));
                    try (ResultSet row = query.executeQuery()) {
                        if (row.next()) {
                            parents.add(id);
                        }
                    }
                }
            }
        }
        return parents;
    }
}
