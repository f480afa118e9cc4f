package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.shape.RuleChanges;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.store.Agreed;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.List;
import java.util.Map;

/**
 * Notes durably that tables of a sync that does not run at the moment have to be copied again.
 *
 * @param owner of the sync
 */
public record Again(Store store, Owner owner) {
    /**
     * Checks that all destinations it concerns have the tables.
     *
     * @throws EndpointException UNKNOWN_COLLECTION if one has not
     */
    public static void check(Store store, SyncDefinition definition, Resync wanted) {
        for (Leg leg : definition.legs()) {
            if (wanted.concerns(leg.destination().name())) {
                Map<String, Agreed> agreed = store.agreed(leg.flow());
                wanted.tables().forEach(table -> named(agreed, table));
            }
        }
    }

    /** Notes it for the destinations it concerns, once it is checked. */
    public void copy(SyncDefinition definition, Resync wanted) {
        for (Leg leg : definition.legs()) {
            if (wanted.concerns(leg.destination().name())) {
                copy(leg.flow(), wanted.tables());
            }
        }
    }

    /** Notes it for those tables whose rows another definition gives otherwise. */
    void reshape(SyncDefinition before, SyncDefinition after) {
        ShapeRules had = before.options().shape();
        ShapeRules gets = after.options().shape();
        for (Leg leg : after.legs()) {
            int place = leg.index();
            String flow = leg.flow();
            List<String> tables =
                    store.agreed(flow).entrySet().stream()
                            .filter(each -> copied(each.getValue()))
                            .map(Map.Entry::getKey)
                            .filter(
                                    name ->
                                            !RuleChanges.between(
                                                            had.of(place, name),
                                                            gets.of(place, name))
                                                    .isEmpty())
                            .toList();
            if (!tables.isEmpty()) {
                copy(flow, tables);
            }
        }
    }

    private static boolean copied(Agreed agreed) {
        return agreed.standing() != Agreed.Standing.GONE
                && agreed.standing() != Agreed.Standing.IGNORED;
    }

    private void copy(String flow, List<String> tables) {
        Map<String, Agreed> agreed = store.agreed(flow);
        List<String> names = tables.stream().map(table -> named(agreed, table)).toList();
        long epoch = store.nextEpoch(owner, flow);
        for (String name : names) {
            Agreed before = agreed.get(name);
            if (before != null) {
                Agreed due = before.standing(Agreed.Standing.TO_BE_SWEPT);
                store.agree(flow, epoch, name, due, true);
            }
        }
    }

    private static String named(Map<String, Agreed> agreed, String table) {
        return agreed.entrySet().stream()
                .filter(each -> copied(each.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> name.equals(table) || name.endsWith("." + table))
                .findFirst()
                .orElseThrow(() -> unknown(table));
    }

    /** No table of this name is among those of a sync. */
    static EndpointException unknown(String table) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.UNKNOWN_COLLECTION,
                "The sync copies no table " + table);
    }
}
