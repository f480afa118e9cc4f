package io.syncline.connector.postgres;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows that pass unique values on to each other: none of them can be first, because the
 * server looks at each row by itself. So all let their values go before any takes its new one. Used
 * once, by one thread, in the transaction of the session.
 */
final class UniqueExchange {
    /** Beyond so many rows that are refused it is bad data and no exchange. */
    private static final int ROWS_MAX = 64;

    private final TargetSession session;
    private final Writer writer;
    private final Conditional conditional;

    /** Writes items as if they were the only ones. */
    @FunctionalInterface
    interface Writer {
        void write(List<Item> items) throws SQLException;
    }

    /**
     * @param conditional tells whether the rows of writes that demand something are as demanded
     */
    UniqueExchange(TargetSession session, Writer writer, Conditional conditional) {
        this.session = session;
        this.writer = writer;
        this.conditional = conditional;
    }

    /**
     * Writes those of the items that can be exchanged; the others' rows stay as they were.
     *
     * @return what was written
     */
    Set<Item> run(List<Item> refused) throws SQLException {
        List<Item> left = new ArrayList<>(refused);
        while (left.size() > 1 && left.size() <= ROWS_MAX) {
            Savepoint before = session.savepoint();
            Item stuck = attempt(left);
            if (stuck == null) {
                session.connection().releaseSavepoint(before);
                conditional.written(left);
                return new LinkedHashSet<>(left);
            }
            session.rollback(before);
            left.remove(stuck);
        }
        return Set.of();
    }

    /** Writes all of them, or tells one that is in the way. */
    private @Nullable Item attempt(List<Item> items) throws SQLException {
        for (Item item : items) {
            if (!conditional.stands(item) || !letsGo(item)) {
                return item;
            }
        }
        for (Item item : items) {
            try {
                // What it demands held before its values were let go.
                writer.write(List.of(item.unconditional()));
            } catch (SQLException e) {
                if (Refusals.kind(e) == null) {
                    throw Refusals.root(e);
                }
                return item;
            }
        }
        return null;
    }

    private boolean letsGo(Item item) throws SQLException {
        TableShape shape = item.shape();
        List<String> sets = new ArrayList<>();
        for (TargetColumn column : unique(shape)) {
            if (item.names().contains(column.name())) {
                String spare = spare(column);
                if (spare == null) {
                    return false;
                }
                sets.add(column.quoted() + " = " + spare);
            }
        }
        if (sets.isEmpty()) {
            return true;
        }
        if (session.suppressing() && leadsTo(shape, item)) {
            // The server would keep a value to which others refer; here nobody does.
            return false;
        }
        RowId from = item.write().change().from();
        String sql =
                "UPDATE %s d SET %s FROM %s s WHERE %s"
                        .formatted(
                                shape.table(),
                                String.join(", ", sets),
                                TableShape.parameters(shape.key()),
                                shape.sameKey());
        try {
            session.update(sql, Item.key(from == null ? item.write().change().id() : from));
            return true;
        } catch (SQLException e) {
            if (Refusals.kind(e) == null) {
                throw e;
            }
            return false;
        }
    }

    private boolean leadsTo(TableShape shape, Item item) throws SQLException {
        return CheckedKey.leadsTo(
                session.connection(),
                shape.table(),
                unique(shape).stream()
                        .map(TargetColumn::name)
                        .filter(item.names()::contains)
                        .toList());
    }

    private Set<TargetColumn> unique(TableShape shape) throws SQLException {
        Set<TargetColumn> columns = new LinkedHashSet<>();
        PgTable table = PostgresCatalog.one(session.connection(), shape.collection());
        for (Layout.Index index : table == null ? List.<Layout.Index>of() : table.indexes()) {
            if (index.unique()) {
                columns.addAll(shape.columns(index.fields()));
            }
        }
        shape.key().forEach(columns::remove);
        return columns;
    }

    /** A value that no row has, for the moment; null if the type has none to spare. */
    private static @Nullable String spare(TargetColumn column) {
        if (column.column().nullable()) {
            return "NULL";
        }
        return switch (column.column().type().form()) {
            case INT2 -> "-1 - (random() * 30000)::int";
            case INT4, INT8, NUMERIC -> "-1 - (random() * 2000000000)::int";
            case TEXT, BPCHAR ->
                    column.column().type().enumerated() ? null : "gen_random_uuid()::text";
            case UUID -> "gen_random_uuid()";
            case BYTEA -> "uuid_send(gen_random_uuid())";
            default -> null;
        };
    }

    /** Whether an outcome may be another after an exchange. */
    static boolean mayHelp(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Refused(Outcome.Kind kind, _, _)
                && kind == Outcome.Kind.UNIQUE;
    }
}
