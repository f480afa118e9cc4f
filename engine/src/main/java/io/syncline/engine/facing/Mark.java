package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The column by which an end's rows say that they are deleted. Pure.
 *
 * @param deleted what it then holds; null for a time, whichever it is
 * @param live what it holds otherwise
 * @param digits how many digits of a second it holds
 */
record Mark(Field column, @Nullable Value deleted, Value live, int digits) {
    /** Finer than this the clock is not, and a column that is coarser is given whole seconds. */
    private static final int MILLIS = 3;

    /** Whether a row says so; not of one that does not know the column. */
    boolean on(Row row) {
        Value value = row.get(column.name());
        return value != null
                && (deleted == null ? !(value instanceof Value.Null) : value.equals(deleted));
    }

    /** What says so from now on. */
    Value at(long millis) {
        return deleted == null ? time(millis) : deleted;
    }

    private Value time(long millis) {
        Instant now = Instant.ofEpochMilli(millis);
        Instant held = digits < MILLIS ? now.truncatedTo(ChronoUnit.SECONDS) : now;
        LocalDateTime there = LocalDateTime.ofInstant(held, ZoneOffset.UTC);
        return switch (column.type()) {
            case FieldType.Instant _ -> new Value.Instant(held);
            case FieldType.Date _ -> new Value.Date(there.toLocalDate());
            default -> new Value.Timestamp(there);
        };
    }

    /** The mark that a configuration asks for; null if the column cannot say it. */
    static @Nullable Mark of(Convention.SoftDelete asked, Field column, int digits) {
        Value wanted = asked.deleted();
        Value given = asked.live();
        if (wanted == null) {
            boolean time =
                    switch (column.type()) {
                        case FieldType.Instant _, FieldType.Timestamp _, FieldType.Date _ -> true;
                        default -> false;
                    };
            boolean free = column.nullable() && (given == null || given instanceof Value.Null);
            return time && free ? new Mark(column, null, Value.nothing(), digits) : null;
        }
        Value deleted = held(wanted, column.type());
        Value live = given == null ? opposite(deleted, column) : held(given, column.type());
        if (deleted == null || live == null || deleted.equals(live)) {
            return null;
        }
        boolean empty = live instanceof Value.Null && !column.nullable();
        return empty ? null : new Mark(column, deleted, live, digits);
    }

    /** A configuration's value as the column holds it; null if it does not. */
    private static @Nullable Value held(Value value, FieldType type) {
        if (value instanceof Value.Null) {
            return value;
        }
        return switch (type) {
            case FieldType.Bool _ ->
                    switch (value) {
                        case Value.Bool _ -> value;
                        case Value.Int(long number) when number == 0 || number == 1 ->
                                new Value.Bool(number == 1);
                        default -> null;
                    };
            case FieldType.Int _ ->
                    switch (value) {
                        case Value.Int _ -> value;
                        case Value.Bool(boolean truth) -> new Value.Int(truth ? 1 : 0);
                        default -> null;
                    };
            case FieldType.Text _ -> value instanceof Value.Text ? value : null;
            default -> null;
        };
    }

    /** What goes without saying. */
    private static @Nullable Value opposite(@Nullable Value deleted, Field column) {
        return switch (deleted) {
            case Value.Bool(boolean truth) -> new Value.Bool(!truth);
            case Value.Int(long number) -> new Value.Int(number == 0 ? 1 : 0);
            case Value.Text _ -> column.nullable() ? Value.nothing() : null;
            case null, default -> null;
        };
    }
}
