package io.syncline.engine.sync;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Rows;
import io.syncline.engine.review.Related;
import io.syncline.engine.review.SecretFields;
import io.syncline.engine.verify.Paired;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that a configuration wants to be shown beside one that waits. Not remembered: they
 * are what both ends have when somebody looks.
 *
 * @param tables all that the sync keeps equal
 * @param names what people call the tables
 * @param context the rows wanted, by the table of the one that waits
 */
record RelatedRows(List<Paired> tables, TableNames names, Map<String, List<Related>> context) {
    /** A row that names others by its fields is shown them, as either end names them. */
    List<RelatedRow> of(Review review) {
        String waiting = review.told().id().collection();
        List<RelatedRow> rows = new ArrayList<>();
        context.forEach(
                (table, wanted) -> {
                    if (names.means(table, waiting)) {
                        wanted.forEach(each -> rows.addAll(of(review, each)));
                    }
                });
        return rows;
    }

    private List<RelatedRow> of(Review review, Related wanted) {
        Paired table =
                tables.stream()
                        .filter(each -> names.means(wanted.table(), each.shared().collection()))
                        .findFirst()
                        .orElse(null);
        if (table == null) {
            return List.of();
        }
        Set<RowId> ids = new LinkedHashSet<>();
        for (Which which : Which.values()) {
            RowId id = named(review, which, wanted, table.shared().collection());
            if (id != null) {
                ids.add(id);
            }
        }
        return ids.stream().map(id -> read(table, id, wanted)).toList();
    }

    private static @Nullable RowId named(
            Review review, Which which, Related wanted, String collection) {
        String waiting = review.told().id().collection();
        List<Value> key = new ArrayList<>();
        for (String field : wanted.key()) {
            Value value = Rows.value(review.shown(which), field);
            // The key of what it names would tell what is masked.
            boolean masked = SecretFields.BY_NAME.test(waiting, field);
            if (masked || value == null || value instanceof Value.Null) {
                return null;
            }
            key.add(value);
        }
        return new RowId(collection, key);
    }

    private static RelatedRow read(Paired table, RowId id, Related wanted) {
        List<String> fields = wanted.fields().isEmpty() ? names(table) : wanted.fields();
        List<String> masked =
                fields.stream()
                        .filter(field -> SecretFields.BY_NAME.test(id.collection(), field))
                        .toList();
        List<String> open = fields.stream().filter(field -> !masked.contains(field)).toList();
        try {
            return new RelatedRow(
                    id,
                    values(table.here().rows(List.of(id)).getFirst(), open),
                    values(table.there().rows(List.of(id)).getFirst(), open),
                    masked,
                    null);
        } catch (EndpointException e) {
            // An end that is away is no reason not to show what waits.
            return RelatedRow.refused(id, String.valueOf(e.getMessage()));
        }
    }

    private static List<String> names(Paired table) {
        return table.shared().fields().stream().map(field -> field.name()).toList();
    }

    private static @Nullable SequencedMap<String, Value> values(
            @Nullable Row row, List<String> fields) {
        if (row == null) {
            return null;
        }
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        for (String field : fields) {
            Value value = row.get(field);
            if (value != null) {
                values.put(field, value);
            }
        }
        return values;
    }
}
