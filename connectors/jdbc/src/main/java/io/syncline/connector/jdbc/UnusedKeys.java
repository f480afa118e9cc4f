package io.syncline.connector.jdbc;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes keys from a counter until there are enough that no row has. A counter may be behind its
 * table: rows that were copied or restored, or made by hand, did not move it.
 *
 * @param counter gives each key once
 * @param table knows which keys rows have
 */
public record UnusedKeys(Counter counter, Table table) {
    /** A counter that is this far behind is moved by a person. */
    private static final int TAKEN_MAX = 1_000_000;

    private static final int AT_ONCE_MAX = 10_000;

    /** What gives each key once. */
    @FunctionalInterface
    public interface Counter {
        /** So many keys, which nobody gets again, also after a crash. */
        List<Value> next(int count) throws SQLException;
    }

    /** What knows which keys rows have. */
    @FunctionalInterface
    public interface Table {
        /** Those of these keys that no row has, in their order. */
        List<Value> unused(List<Value> keys) throws SQLException;
    }

    /**
     * So many different keys that no row has.
     *
     * @param collection for the message of an error
     * @throws EndpointException MISCONFIGURED if the counter is far behind, or gives a key twice
     */
    public List<Value> take(String collection, int count) throws SQLException {
        Set<Value> found = new LinkedHashSet<>();
        long taken = 0;
        int wanted = count;
        while (found.size() < count) {
            List<Value> next = counter.next(wanted);
            List<Value> unused = table.unused(next);
            for (Value key : unused) {
                if (!found.add(key)) {
                    throw none(collection, "has a counter that gives a key more than once: " + key);
                }
            }
            taken += next.size() - unused.size();
            if (taken > TAKEN_MAX) {
                throw none(collection, "has a counter that is far behind its rows: move it on");
            }
            // Where all were taken the next ones will be; where some were not, no more will be.
            int missing = count - found.size();
            wanted =
                    unused.isEmpty()
                            ? Math.clamp(wanted * 2L, missing, Math.max(missing, AT_ONCE_MAX))
                            : missing;
        }
        return new ArrayList<>(found).subList(0, count);
    }

    /**
     * The exception that a table gives no keys.
     *
     * @param why in words that follow the table's name
     */
    public static EndpointException none(String collection, String why) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.NO_KEYS_GIVEN, collection + " " + why);
    }
}
