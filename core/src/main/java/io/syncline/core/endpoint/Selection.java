package io.syncline.core.endpoint;

import io.syncline.core.filter.Predicate;
import java.util.List;
import java.util.Map;

/**
 * What one flow (a sync towards one of its targets) wants from a source.
 *
 * @param flow the flow's name: lower-case letters, digits and underscores, at most 40; names the
 *     source's durable parts
 * @param collections the names of the wanted collections, ordered
 * @param after collections of which only what was committed after a place is to be told, because a
 *     {@link FrozenReads.Copy} shows everything before
 * @param filters which rows of a collection are wanted, by its name; all of one that is not among
 *     them. A hint: a source may tell changes of other rows, but must tell every change of a row
 *     that was wanted before or is afterwards; one that leaves what is wanted may be told as
 *     deleted, one that enters as inserted
 * @param echoes whether everything is told, whoever wrote it: also what Syncline wrote, which a
 *     source may else pass over. Each change that was made in a {@link Transacting#begin
 *     transaction of a flow} has that flow's name as its origin, in every part of a large
 *     transaction
 */
public record Selection(
        String flow,
        List<String> collections,
        Map<String, Position> after,
        Map<String, Predicate> filters,
        boolean echoes) {
    /** Everything of these collections. */
    public Selection(String flow, List<String> collections) {
        this(flow, collections, Map.of(), Map.of(), false);
    }

    /** Every row of these collections. */
    public Selection(String flow, List<String> collections, Map<String, Position> after) {
        this(flow, collections, after, Map.of(), false);
    }

    /** What others than Syncline wrote, as far as the source can tell. */
    public Selection(
            String flow,
            List<String> collections,
            Map<String, Position> after,
            Map<String, Predicate> filters) {
        this(flow, collections, after, filters, false);
    }

    /** Copies the lists and checks the name. */
    public Selection {
        if (!flow.matches("[a-z][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException("Not a flow's name: " + flow);
        }
        collections = List.copyOf(collections);
        after = Map.copyOf(after);
        filters = Map.copyOf(filters);
    }

    /** The same with everything that was written, by whomever, as one end of a two-way sync. */
    public Selection withEchoes() {
        return new Selection(flow, collections, after, filters, true);
    }
}
