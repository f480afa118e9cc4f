package io.syncline.connector.postgres;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows that know the same fields are written to one table: worked out once for a session, not
 * for each row. Compared by identity. Used by one thread at a time.
 */
final class RowForm {
    private final TableShape shape;
    private final List<String> names;
    private final boolean keyed;
    private @Nullable List<TargetColumn> columns;
    private @Nullable List<PgColumn> judged;
    private boolean passes;
    private @Nullable PgMixture mixture;
    private final Map<Item.Step, String> statements = new EnumMap<>(Item.Step.class);

    private RowForm(TableShape shape, List<String> names, boolean keyed) {
        this.shape = shape;
        this.names = names;
        this.keyed = keyed;
    }

    /** The forms of one session. */
    static final class All {
        /** Rows that know only some of their fields make one for every choice of them. */
        private static final int KEPT_MAX = 500;

        private final Map<TableShape, Map<Header, RowForm>> rows = new HashMap<>();
        private final Map<TableShape, RowForm> keys = new HashMap<>();
        private @Nullable Header lastHeader;
        private @Nullable RowForm last;
        private int kept;

        /** Forgets what has become too much, or belongs to tables that were altered since. */
        void trim() {
            if (kept > KEPT_MAX) {
                rows.clear();
                keys.clear();
                last = null;
                lastHeader = null;
                kept = 0;
            }
        }

        /** The form of rows with this header. */
        @SuppressWarnings("ReferenceEquality") // the same one is found without comparing names
        RowForm of(TableShape shape, Header header) {
            RowForm form = last;
            // Neighbours mostly come from the same relation, whose rows share one header.
            if (form != null && header == lastHeader && form.shape == shape) {
                return form;
            }
            form =
                    rows.computeIfAbsent(shape, _ -> new HashMap<>())
                            .computeIfAbsent(header, fields -> made(shape, fields));
            lastHeader = header;
            last = form;
            return form;
        }

        private RowForm made(TableShape shape, Header header) {
            kept++;
            return RowForm.of(shape, header);
        }

        /** The form of keys alone. */
        RowForm ofKey(TableShape shape) {
            return keys.computeIfAbsent(
                    shape,
                    table ->
                            new RowForm(
                                    table,
                                    table.key().stream().map(TargetColumn::name).toList(),
                                    true));
        }
    }

    private static RowForm of(TableShape shape, Header header) {
        List<String> names = new ArrayList<>(header.names());
        for (TargetColumn column : shape.key()) {
            if (header.indexOf(column.name()) < 0) {
                names.add(column.name());
            }
        }
        return new RowForm(shape, List.copyOf(names), names.size() == header.size());
    }

    TableShape shape() {
        return shape;
    }

    /** The columns written: the row's, and those of the key that the row lacks. */
    List<String> names() {
        return names;
    }

    /** The same by what the table says of them. */
    List<TargetColumn> columns() {
        List<TargetColumn> known = columns;
        if (known == null) {
            known = shape.columns(names);
            columns = known;
        }
        return known;
    }

    /** The statement that makes one such write with a row of parameters. */
    String statement(Item.Step step) {
        return statements.computeIfAbsent(
                step,
                wanted -> {
                    String source = TableShape.parameters(columns());
                    return switch (wanted) {
                        case DELETE -> shape.delete(source);
                        case MOVE -> shape.move(columns());
                        case UPDATE -> shape.update(columns(), source);
                        case INSERT -> shape.upsert(columns(), source, false);
                    };
                });
    }

    /** Whether such a write can change anything: not if all that is known is the key. */
    boolean writes(Item.Step step) {
        return !statement(step).startsWith("SELECT");
    }

    /** Whether a tuple of this form can be stored byte by byte. */
    @SuppressWarnings("ReferenceEquality") // tuples of one relation share their list of columns
    boolean passes(PgTuple tuple) {
        if (tuple.columns() != judged) {
            judged = tuple.columns();
            passes = keyed && takes(tuple.columns());
        }
        return passes && tuple.allBinary();
    }

    /** The tuple of a row as it can be stored byte by byte; null if it cannot. */
    @Nullable PgTuple tuple(Row.@Nullable Encoded encoded) {
        return switch (encoded) {
            case PgTuple own -> passes(own) ? own : null;
            case RowView view when keyed && view.base() instanceof PgTuple base ->
                    mixed(view, base);
            case null, default -> null;
        };
    }

    private @Nullable PgTuple mixed(RowView view, PgTuple base) {
        PgMixture known = mixture;
        if (known == null || !known.of(view.columns(), base)) {
            known = PgMixture.of(shape, view.columns(), base.columns());
            mixture = known;
        }
        return known.tuple(view, base);
    }

    private boolean takes(List<PgColumn> sources) {
        for (int i = 0; i < sources.size(); i++) {
            TargetColumn column = shape.find(names.get(i));
            if (column == null || !column.takesBytesOf(sources.get(i))) {
                return false;
            }
        }
        return true;
    }
}
