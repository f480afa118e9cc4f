package io.syncline.engine.doctor;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.SyncDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a store knows of its flows at one moment.
 *
 * @param begun the flows that have copied something, with their syncs
 * @param flows the names of all flows
 */
record Known(Map<String, SyncDefinition> begun, Set<String> flows) {
    static Known of(Store store) {
        Map<String, SyncDefinition> begun = new HashMap<>();
        Set<String> flows = new HashSet<>();
        for (Store.Entry entry : store.syncs()) {
            SyncDefinition definition = entry.definition();
            flows.addAll(definition.marks());
            if (definition.direction() == Direction.BI_DIRECTIONAL) {
                continue;
            }
            for (String flow : definition.flows()) {
                boolean copied =
                        store.progress(flow).values().stream()
                                .anyMatch(Store.SnapshotProgress::done);
                if (copied) {
                    begun.put(flow, definition);
                }
            }
        }
        return new Known(begun, flows);
    }

    static String word(Leftovers.Kind kind) {
        return switch (kind) {
            case SLOT -> "replication slot";
            case PUBLICATION -> "publication";
            case CHECKPOINT -> "checkpoint in";
            case TABLE -> "table";
        };
    }

    /** Whether a flow that has copied something uses the endpoint of this name. */
    boolean uses(String endpoint) {
        return begun.values().stream()
                .anyMatch(
                        definition ->
                                endpoint.equals(definition.source().reference())
                                        || definition.destinations().stream()
                                                .anyMatch(end -> endpoint.equals(end.reference())));
    }

    /**
     * What flows need at an endpoint, which is known by its ends, and is not there.
     *
     * @param elsewhere whether it is another place than the flows know, where nothing may be
     */
    List<Finding> missing(
            Predicate<EndpointSpec> there,
            boolean elsewhere,
            Set<Leftovers.Kind> kinds,
            List<Leftovers.Made> made) {
        List<Finding> findings = new ArrayList<>();
        begun.forEach(
                (flow, definition) -> {
                    int index = definition.flows().indexOf(flow);
                    EndpointSpec target = definition.destinations().get(index);
                    // A source that is read without a log has no slot, and no publication either.
                    boolean logged = elsewhere || !none(made, flow, Leftovers.Kind.PUBLICATION);
                    if (there.test(definition.source())
                            && logged
                            && kinds.contains(Leftovers.Kind.SLOT)
                            && none(made, flow, Leftovers.Kind.SLOT)) {
                        findings.add(finding(definition, target, "replication slot"));
                    }
                    if (there.test(target)
                            && kinds.contains(Leftovers.Kind.CHECKPOINT)
                            && none(made, flow, Leftovers.Kind.CHECKPOINT)) {
                        findings.add(finding(definition, target, "checkpoint"));
                    }
                });
        return findings;
    }

    private static boolean none(List<Leftovers.Made> made, String flow, Leftovers.Kind kind) {
        return made.stream().noneMatch(each -> each.kind() == kind && each.whole().equals(flow));
    }

    private static Finding finding(SyncDefinition definition, EndpointSpec target, String what) {
        return Finding.error(
                Code.PART_MISSING,
                definition.name(),
                "The " + what + " of its destination " + target.name() + " is gone",
                "syncline sync trigger " + definition.name() + " --full");
    }
}
