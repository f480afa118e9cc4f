package io.syncline.connector.jdbc;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes rows whose deletion the database would pass on, only once the rows that would go along
 * are gone by deletes of their own: bottom-up, or not at all. Within one transaction.
 *
 * @param family which rows would go along
 * @param writer makes writes, whatever goes along
 */
public record ChildrenFirst(Family family, Writer writer) {
    /** Which rows would go along with others. */
    public interface Family {
        /** Whether deletes of a collection's rows are passed on to rows that are to be kept. */
        boolean passesOn(String collection) throws SQLException;

        /**
         * Those of some rows of a collection that still have rows which would go along. None of
         * these rows gets another one until the transaction ends.
         */
        Set<RowId> parents(String collection, List<RowId> ids) throws SQLException;

        /** Some of the rows that would go along with a row. */
        List<RowId> children(RowId parent) throws SQLException;
    }

    /** Makes writes. */
    @FunctionalInterface
    public interface Writer {
        /** One outcome for each, in their order. */
        List<Outcome> write(List<Write> writes) throws SQLException;
    }

    /** Makes the writes; one outcome for each, in their order. */
    public List<Outcome> write(List<Write> writes) throws SQLException {
        @Nullable Outcome[] outcomes = new Outcome[writes.size()];
        List<Integer> others = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Change change = writes.get(i).change();
            boolean parent = change.after().isAbsent() && family.passesOn(change.id().collection());
            (parent ? left : others).add(i);
        }
        if (left.isEmpty()) {
            return writer.write(writes);
        }
        make(writes, others, outcomes);
        boolean progress = true;
        while (progress && !left.isEmpty()) {
            Set<RowId> parents = parents(writes, left);
            List<Integer> free = new ArrayList<>();
            List<Integer> held = new ArrayList<>();
            left.forEach(i -> (parents.contains(id(writes, i)) ? held : free).add(i));
            make(writes, free, outcomes);
            progress = !free.isEmpty();
            left = held;
        }
        for (int i : left) {
            outcomes[i] =
                    new Outcome.Refused(
                            Outcome.Kind.FOREIGN_KEY,
                            family.children(id(writes, i)),
                            "Rows that refer to it would be deleted with it");
        }
        return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
    }

    private static RowId id(List<Write> writes, int index) {
        return writes.get(index).change().id();
    }

    private void make(List<Write> writes, List<Integer> which, @Nullable Outcome[] outcomes)
            throws SQLException {
        if (which.isEmpty()) {
            return;
        }
        List<Outcome> made = writer.write(which.stream().map(writes::get).toList());
        for (int i = 0; i < which.size(); i++) {
            outcomes[which.get(i)] = made.get(i);
        }
    }

    private Set<RowId> parents(List<Write> writes, List<Integer> which) throws SQLException {
        Map<String, List<RowId>> ids = new LinkedHashMap<>();
        for (int i : which) {
            RowId id = id(writes, i);
            ids.computeIfAbsent(id.collection(), _ -> new ArrayList<>()).add(id);
        }
        Set<RowId> parents = new LinkedHashSet<>();
        for (Map.Entry<String, List<RowId>> each : ids.entrySet()) {
            parents.addAll(family.parents(each.getKey(), each.getValue()));
        }
        return parents;
    }
}
