package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.twoway.Matching;
import io.syncline.engine.twoway.Pairing;
import io.syncline.engine.verify.PairCompare;
import io.syncline.engine.verify.Paired;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the first look at all rows of two ends will find, as far as it can be told before.
 *
 * @param actions what the sync will do is added to it
 */
record MeetingCheck(
        SyncDefinition definition, Leg leg, Plan plan, Facings faced, List<String> actions) {
    /** More rows are not compared before a sync begins; its load tells what it found. */
    private static final long COMPARED_MAX = 2_000_000;

    private String here() {
        return leg.source().name();
    }

    private String there() {
        return leg.destination().name();
    }

    /** Looks at both ends; what a person should think of first. */
    List<Finding> look(Endpoint ours, Endpoint theirs) {
        List<Route> filled = new ArrayList<>();
        for (Route route : plan.routes()) {
            if (theirs.catalog().find(route.target()) == null) {
                actions.add("create " + route.target() + " in " + there());
                actions.add("copy " + route.source() + " to " + route.target() + " in " + there());
            } else {
                filled.add(route);
            }
        }
        List<Finding> findings = linked(filled, ours, theirs);
        long rows = filled.stream().mapToLong(route -> plan.here(route).rows()).sum();
        Set<String> met = filled.stream().map(Route::target).collect(Collectors.toSet());
        // Their rows are called otherwise at each end, and nobody knows yet how.
        met.removeIf(faced::translated);
        boolean comparable = ours instanceof Scan && theirs instanceof Scan;
        if (!met.isEmpty() && comparable && rows <= COMPARED_MAX) {
            compare(Pairing.of(faced, ours, theirs, met::contains));
        }
        return findings;
    }

    private void compare(List<Paired> tables) {
        PairCompare.Result result = new PairCompare(tables, () -> true).run();
        Map<Verification.Difference.Kind, Long> counts =
                new EnumMap<>(Verification.Difference.Kind.class);
        result.differences().forEach(each -> counts.merge(each.difference().kind(), 1L, Long::sum));
        actions.add(
                met(counts, Verification.Difference.Kind.MISSING, "only " + here() + " has")
                        + " and go to "
                        + there());
        actions.add(
                met(counts, Verification.Difference.Kind.EXTRA, "only " + there() + " has")
                        + " and go to "
                        + here());
        String policy = definition.options().merging().initial().name().toLowerCase(Locale.ROOT);
        actions.add(
                met(counts, Verification.Difference.Kind.DIFFERENT, "both have and that differ")
                        + " go by initial_load: "
                        + policy);
    }

    private static String met(
            Map<Verification.Difference.Kind, Long> counts,
            Verification.Difference.Kind kind,
            String words) {
        return "meet: %d rows that %s".formatted(counts.getOrDefault(kind, 0L), words);
    }

    /** Which rows are the same ones, of tables that both ends number. */
    private List<Finding> linked(List<Route> filled, Endpoint ours, Endpoint theirs) {
        List<Finding> findings = new ArrayList<>();
        for (Route route : filled) {
            if (!faced.linked().contains(route.target())) {
                continue;
            }
            boolean told = faced.matches(route.target());
            Layout there = theirs.catalog().find(route.target());
            long most = Math.max(plan.here(route).rows(), there == null ? 0 : there.rows());
            if (told && most <= COMPARED_MAX) {
                Matching.Found found =
                        new Matching(
                                        faced,
                                        Map.of(Which.OURS, ours, Which.THEIRS, theirs),
                                        (_, _) -> new HashSet<>())
                                .look(route.target(), false, _ -> {});
                actions.add(
                        "link %d rows of %s that %s and %s both have; %d say what another row says and are not linked"
                                .formatted(
                                        found.same(),
                                        route.target(),
                                        here(),
                                        there(),
                                        found.ambiguous()));
            } else if (!told && filled(ours, route.source()) && filled(theirs, route.target())) {
                findings.add(
                        Finding.warning(
                                Code.ROWS_DOUBLED,
                                route.target(),
                                "Both ends have rows of %s, and nothing says which are the same ones: every row will come to the other end as another one"
                                        .formatted(route.target()),
                                "name fields that tell them: linked_keys.tables.%s.match"
                                        .formatted(route.target())));
            }
        }
        return findings;
    }

    private static boolean filled(Endpoint end, String table) {
        return end instanceof Snapshots rows && !rows.chunk(table, null, null, 1).rows().isEmpty();
    }
}
