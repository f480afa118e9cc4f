package io.syncline.connector.mysql;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write of which the key alone has been looked at: enough to sort a batch, and little to hold
 * while the batch is written.
 *
 * @param index its place among the writes
 * @param form what has to be done
 * @param key the key's parameters after the change; null if they fit no row of the table
 * @param from the key's parameters before it, if it moves the row
 */
record Draft(
        int index,
        Write write,
        Shape shape,
        Pending.Form form,
        @Nullable List<@Nullable Object> key,
        @Nullable List<@Nullable Object> from) {
    static Draft of(int index, Write write, Shape shape) {
        Change change = write.change();
        RowId old = change.from();
        List<@Nullable Object> from = old == null ? null : shape.key(old);
        boolean demands = !(write.expect() instanceof Expect.Any);
        Pending.Form form = demands ? Pending.Form.DEMAND : form(change.after(), from != null);
        return new Draft(index, write, shape, form, shape.key(change.id()), from);
    }

    private static Pending.Form form(Image after, boolean moves) {
        return switch (after) {
            case Image.Absent _ -> Pending.Form.DELETE;
            case Image.Whole _ -> moves ? Pending.Form.MOVE : Pending.Form.STORE;
            case Image.Partial _ -> moves ? Pending.Form.MOVE : Pending.Form.CHANGE;
        };
    }

    /**
     * An order near to that in which a server keeps its rows. Of the server's own order it knows
     * nothing: rows may be written in any order, they are only found faster in this one.
     */
    static int byKey(Draft one, Draft other) {
        List<@Nullable Object> left = one.key;
        List<@Nullable Object> right = other.key;
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        for (int i = 0; i < left.size(); i++) {
            int order = order(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int order(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long one && right instanceof Long other) {
            return one.compareTo(other);
        }
        if (left instanceof String one && right instanceof String other) {
            return one.compareTo(other);
        }
        return Integer.compare(rank(left), rank(right));
    }

    private static int rank(@Nullable Object parameter) {
        return parameter instanceof Long ? 0 : parameter instanceof String ? 1 : 2;
    }
}
