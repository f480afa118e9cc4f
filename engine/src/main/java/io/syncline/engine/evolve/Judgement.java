package io.syncline.engine.evolve;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Agreed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of the source's tables as they are now, given what was agreed. Pure.
 *
 * @param catalog what to plan by: without collections and fields that are left out
 * @param verdicts on each collection that is or was wanted
 * @param unwanted collections that were agreed and are not wanted any more
 */
public record Judgement(Catalog catalog, List<Verdict> verdicts, Set<String> unwanted) {
    /** Copies both. */
    public Judgement {
        verdicts = List.copyOf(verdicts);
        unwanted = Set.copyOf(unwanted);
    }

    /**
     * Judges.
     *
     * @param wanted the names of what is to be copied of what the source has
     * @param agreed what was agreed; nothing for a flow that begins
     * @param begins whether the flow begins: what is not agreed then is not new
     * @throws EndpointException SCHEMA_CHANGED if a person has to decide; everything at once
     */
    public static Judgement of(
            Policy policy,
            Catalog catalog,
            Set<String> wanted,
            Map<String, Agreed> agreed,
            boolean begins) {
        Set<String> names = new TreeSet<>(wanted);
        Set<String> unwanted = new HashSet<>();
        for (String name : agreed.keySet()) {
            if (catalog.find(name) == null) {
                names.add(name);
            } else if (!wanted.contains(name)) {
                unwanted.add(name);
            }
        }
        List<Verdict> verdicts = new ArrayList<>();
        List<EndpointException> held = new ArrayList<>();
        for (String name : names) {
            Layout now = catalog.find(name);
            if (begins && now != null && !agreed.containsKey(name)) {
                verdicts.add(Verdict.first(now));
                continue;
            }
            try {
                verdicts.add(Verdict.of(policy, name, agreed.get(name), now));
            } catch (EndpointException e) {
                held.add(e);
            }
        }
        if (!held.isEmpty()) {
            throw together(held);
        }
        return new Judgement(left(catalog, verdicts), verdicts, unwanted);
    }

    private static EndpointException together(List<EndpointException> held) {
        String all =
                String.join("; ", held.stream().map(e -> String.valueOf(e.getMessage())).toList());
        return new EndpointException(held.getFirst().kind(), held.getFirst().code(), all);
    }

    private static Catalog left(Catalog catalog, List<Verdict> verdicts) {
        Map<String, Verdict> byName = new HashMap<>();
        verdicts.forEach(verdict -> byName.put(verdict.collection(), verdict));
        List<Layout> layouts = new ArrayList<>();
        for (Layout layout : catalog.layouts()) {
            Verdict verdict = byName.get(layout.collection());
            Layout taken = verdict == null ? layout : verdict.layout();
            if (taken != null) {
                layouts.add(taken);
            }
        }
        return new Catalog(layouts);
    }

    /** Collections that were wanted and that the source has no more. */
    public Set<String> gone() {
        Set<String> gone = new TreeSet<>();
        for (Verdict verdict : verdicts) {
            if (verdict.agreed().standing() == Agreed.Standing.GONE) {
                gone.add(verdict.collection());
            }
        }
        return gone;
    }
}
