package io.syncline.testkit.memory;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.UniqueHolders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a database in memory demands of its rows beside their keys: fields that are unique, by the
 * indexes of its layouts, and fields that refer to rows.
 *
 * @param references fields that hold the key of another row
 */
public record Constraints(List<Reference> references) {
    /** Nothing but keys. */
    public static final Constraints NONE = new Constraints(List.of());

    /**
     * A field that holds the key of a row, or nothing.
     *
     * @param collection whose field it is
     * @param to the collection of the rows that it names
     * @param cascades whether rows go with the row they refer to; else that one cannot go
     */
    public record Reference(String collection, String field, String to, boolean cascades) {}

    /** Copies the list. */
    public Constraints {
        references = List.copyOf(references);
    }

    /**
     * Why a row cannot become this; null if it can.
     *
     * @param rows all rows as they are before
     * @param after null if it is to go; what goes with it is gone already
     */
    Outcome.@Nullable Kind refusal(
            @Nullable Layout layout, Map<RowId, Row> rows, RowId id, @Nullable Row after) {
        if (after == null) {
            return referring(rows, id, false).isEmpty() ? null : Outcome.Kind.FOREIGN_KEY;
        }
        if (layout != null
                && layout.indexes().stream()
                        .filter(Layout.Index::unique)
                        .anyMatch(index -> !holders(index.fields(), rows, id, after).isEmpty())) {
            return Outcome.Kind.UNIQUE;
        }
        for (Reference each : references) {
            Value key = each.collection().equals(id.collection()) ? after.get(each.field()) : null;
            if (key != null
                    && !key.equals(Value.nothing())
                    && !rows.containsKey(RowId.of(each.to(), key))) {
                return Outcome.Kind.FOREIGN_KEY;
            }
        }
        return null;
    }

    /** The other rows that have what a row is to have, and only one may. */
    static UniqueHolders.Held held(Layout layout, Map<RowId, Row> rows, RowId id, Row after) {
        List<UniqueHolders.Holder> holders = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        List<List<String>> indexes = new ArrayList<>();
        if (!layout.key().isEmpty()) {
            indexes.add(layout.key());
        }
        layout.indexes().stream()
                .filter(Layout.Index::unique)
                .forEach(index -> indexes.add(index.fields()));
        for (List<String> fields : indexes) {
            if (values(fields, after).contains(null)) {
                unasked.add(String.join("_", fields));
            }
            holders(fields, rows, id, after)
                    .forEach(other -> holders.add(new UniqueHolders.Holder(fields, other)));
        }
        return new UniqueHolders.Held(holders, unasked);
    }

    private static List<RowId> holders(
            List<String> fields, Map<RowId, Row> rows, RowId id, Row after) {
        List<@Nullable Value> wanted = values(fields, after);
        if (wanted.contains(null) || wanted.contains(Value.nothing())) {
            return List.of();
        }
        return rows.entrySet().stream()
                .filter(other -> !other.getKey().equals(id))
                .filter(other -> other.getKey().collection().equals(id.collection()))
                .filter(other -> wanted.equals(values(fields, other.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<@Nullable Value> values(List<String> fields, Row row) {
        List<@Nullable Value> values = new ArrayList<>();
        fields.forEach(name -> values.add(row.get(name)));
        return values;
    }

    /** The rows that go with a row, those that refer to others before them. */
    public List<RowId> cascade(Map<RowId, Row> rows, RowId gone) {
        List<RowId> all = new ArrayList<>();
        for (RowId child : referring(rows, gone, true)) {
            all.addAll(cascade(rows, child));
            all.add(child);
        }
        return all;
    }

    private List<RowId> referring(Map<RowId, Row> rows, RowId gone, boolean cascades) {
        List<RowId> found = new ArrayList<>();
        for (Reference each : references) {
            if (each.cascades() == cascades && each.to().equals(gone.collection())) {
                rows.forEach(
                        (id, row) -> {
                            if (id.collection().equals(each.collection())
                                    && gone.key().getFirst().equals(row.get(each.field()))) {
                                found.add(id);
                            }
                        });
            }
        }
        return found;
    }
}
