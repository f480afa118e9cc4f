package io.syncline.engine.sync;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.mirror.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Looks at both ends of a sync before anything is written, and reports everything at once. */
final class Preflight {
    private final Connectors connectors;
    private final Context context;

    Preflight(Connectors connectors, Context context) {
        this.connectors = connectors;
        this.context = context;
    }

    Check check(SyncDefinition definition) {
        List<Finding> findings = new ArrayList<>();
        List<String> actions = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        long rows = 0;
        try (Endpoint source = connectors.open(definition.source(), context)) {
            Catalog catalog = source.catalog();
            for (int i = 0; i < definition.destinations().size(); i++) {
                EndpointSpec spec = definition.destinations().get(i);
                try (Endpoint target = connectors.open(spec, context)) {
                    Plan plan = one(definition, i, source, catalog, target, findings, actions);
                    if (i == 0) {
                        routes.addAll(plan.routes());
                        rows =
                                plan.layouts().values().stream()
                                        .mapToLong(layout -> Math.max(0, layout.rows()))
                                        .sum();
                    }
                } catch (EndpointException e) {
                    findings.add(
                            Finding.error(
                                    e.code(), spec.name(), String.valueOf(e.getMessage()), null));
                }
            }
        } catch (EndpointException e) {
            findings.add(
                    Finding.error(
                            e.code(),
                            definition.source().name(),
                            String.valueOf(e.getMessage()),
                            null));
        }
        findings.sort(Comparator.comparing(Finding::severity).reversed());
        return new Check(findings.stream().distinct().toList(), actions, routes, rows);
    }

    private Plan one(
            SyncDefinition definition,
            int index,
            Endpoint source,
            Catalog catalog,
            Endpoint target,
            List<Finding> findings,
            List<String> actions) {
        String name = definition.destinations().get(index).name();
        if (!(source instanceof Source reading) || !(source instanceof Snapshots)) {
            throw missing(definition.source().name(), "be read as a source of changes");
        }
        if (!(target instanceof Target writing) || !(target instanceof Checkpoints)) {
            throw missing(name, "be written to with checkpoints");
        }
        Plan plan = new Routing(definition).plan(catalog, writing);
        String flow = LiveFlow.flowName(definition.id(), index);
        Selection selection =
                new Selection(flow, plan.routes().stream().map(Route::source).sorted().toList());
        findings.addAll(reading.preflight(selection));
        actions.add(
                "read "
                        + plan.routes().size()
                        + " tables of "
                        + definition.source().name()
                        + " through a slot and a publication named syncline_"
                        + flow);
        Catalog there = target.catalog();
        List<Layout> wanted = new ArrayList<>();
        for (Route route : plan.routes()) {
            Layout layout =
                    Objects.requireNonNull(plan.layouts().get(route.source()))
                            .named(route.target());
            wanted.add(layout);
            if (there.find(route.target()) == null) {
                actions.add("create " + route.target() + " in " + name);
            } else if (definition.existing() == ExistingData.REFUSE && hasRows(target, layout)) {
                findings.add(
                        Finding.error(
                                Code.TARGET_NOT_EMPTY,
                                route.target(),
                                route.target() + " in " + name + " already has rows",
                                "set existing_data to adopt or fill"));
            }
            actions.add("copy " + route.source() + " to " + route.target() + " in " + name);
        }
        findings.addAll(writing.agree(wanted));
        return plan;
    }

    private static boolean hasRows(Endpoint target, Layout layout) {
        if (!(target instanceof Scan scan)) {
            return false;
        }
        try (Scan.Rows rows = scan.scan(layout)) {
            return rows.next() != null;
        }
    }

    private static EndpointException missing(String endpoint, String what) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.CAPABILITY_MISSING,
                endpoint + " cannot " + what);
    }
}
