package io.syncline.engine.verify;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.filter.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One collection of two ends that are kept equal, as both are read for a comparison.
 *
 * @param table its name at the first end
 * @param shared how its rows look in the form that both ends hold
 */
public record Paired(String table, Layout shared, End here, End there) {
    /**
     * One of the two.
     *
     * @param endpoint must be a {@link Scan} and a {@link Lookup}
     * @param layout in which to read its rows
     * @param sharing the form that both ends hold of a row of its; null of one that does not belong
     * @param named the shared name of a row of its; null if the other end cannot name it
     * @param own its own name of a row
     */
    public record End(
            Endpoint endpoint,
            Layout layout,
            UnaryOperator<@Nullable Row> sharing,
            Function<RowId, @Nullable RowId> named,
            UnaryOperator<RowId> own) {
        /** The shared names of some rows of its, without those that have none. */
        List<RowId> ids(List<Row> rows) {
            List<RowId> ids = new ArrayList<>();
            for (Row row : rows) {
                List<Value> key = new ArrayList<>();
                layout.key().forEach(name -> key.add(Objects.requireNonNull(row.get(name), name)));
                RowId id = named.apply(new RowId(layout.collection(), key));
                if (id != null) {
                    ids.add(id);
                }
            }
            return ids;
        }

        /** The rows of these ids in the shared form, in their order; null for what is not there. */
        public List<@Nullable Row> rows(List<RowId> ids) {
            List<RowId> names = ids.stream().map(own).toList();
            List<@Nullable Row> rows = new ArrayList<>();
            for (Found each : ((Lookup) endpoint).current(names, null)) {
                Row row = each instanceof Found.Seen(var image, _) ? image.row() : null;
                rows.add(row == null ? null : sharing.apply(row));
            }
            return rows;
        }
    }

    /** The names of the fields, sorted. */
    List<String> fields() {
        return shared.fields().stream().map(field -> field.name()).sorted().toList();
    }

    /** All rows of one of the ends. */
    Side side(End end) {
        return new Side(
                (Scan) end.endpoint(),
                end.layout(),
                end.sharing(),
                shared.key(),
                fields(),
                shared.collection(),
                Predicate.Constant.ALL);
    }
}
